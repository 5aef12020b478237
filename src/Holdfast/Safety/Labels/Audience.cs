namespace Holdfast.Safety.Labels;

/// <summary>Who may see a piece of content. Ordered: of two, the larger may be seen by fewer.</summary>
public enum Audience
{
    /// <summary>Everybody.</summary>
    Anyone,

    /// <summary>The principal and the systems of the tenant; nobody outside unless the principal says so.</summary>
    Principal,
}
