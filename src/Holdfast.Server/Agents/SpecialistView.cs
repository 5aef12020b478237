namespace Holdfast.Server.Agents;

/// <summary>An agent between which a router chooses.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Version">Its version.</param>
internal sealed record SpecialistView(string Name, string Description, string Version);
