namespace Holdfast;

/// <summary>The role a model plays. An agent asks for a tier; configuration says which models serve it.</summary>
public enum Tier
{
    /// <summary>Acting: the ordinary steps of a run. The default.</summary>
    Standard,

    /// <summary>Planning and hard questions.</summary>
    Strong,

    /// <summary>Routing, summaries, judging: cheap and quick.</summary>
    Fast,
}
