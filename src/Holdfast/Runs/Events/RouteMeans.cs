namespace Holdfast.Runs.Events;

/// <summary>By what a router found the specialist.</summary>
public enum RouteMeans
{
    /// <summary>By its classifier.</summary>
    Classifier,

    /// <summary>By a model of the tier <c>fast</c>.</summary>
    Model,

    /// <summary>The message goes on with what that specialist was asked, or asked.</summary>
    FollowUp,

    /// <summary>The user named it when the router asked.</summary>
    Answer,

    /// <summary>By nothing: no means was left.</summary>
    Default,
}
