namespace Holdfast.Safety.Guards;

/// <summary>A check on what comes in, what tools return and what goes out. Derive from it to write one; instances are shared by all runs.</summary>
public abstract class Guard
{
    /// <summary>Its name in the journal and in the configuration, in kebab case.</summary>
    public abstract string Name { get; }

    /// <summary>Where it looks.</summary>
    public abstract GuardPoint Points { get; }

    /// <summary>What happens when it finds something, unless the agent says otherwise.</summary>
    public virtual GuardMode Mode => GuardMode.Block;

    /// <summary>Whether a text in which it finds something is no longer trusted, whatever was declared about its source and whatever the mode is.</summary>
    public virtual bool Distrusts => false;

    /// <summary>
    /// How many characters of a streamed answer are held back until more is known: the longest finding that may be split over two pieces.
    /// <see cref="int.MaxValue"/> where only the whole answer can be judged, which then is not streamed.
    /// </summary>
    public virtual int HoldBack => 256;

    /// <summary>Looks at a text.</summary>
    /// <param name="text">The text and what is known about it.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>What was found, in any order; empty where the text passes.</returns>
    public abstract ValueTask<IReadOnlyList<GuardFinding>> CheckAsync(GuardedText text, CancellationToken cancellationToken);
}
