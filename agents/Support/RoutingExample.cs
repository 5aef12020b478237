namespace Holdfast.Agents.Support;

/// <summary>A line of the file of examples.</summary>
internal sealed record RoutingExample(string Text, string Label);
