using Holdfast.Safety.Labels;

namespace Holdfast.Safety.Policy;

/// <summary>What policy may know about the session when it decides. Made for one decision; expensive parts only when they are asked for.</summary>
internal abstract class PolicySituation
{
    /// <summary>Whether the agent read something that not everybody may see.</summary>
    public abstract bool ReadPrivate { get; }

    /// <summary>What values may be taken from: the principal's words, trusted results, the agent's definition, a plan fixed before anything untrusted was read.</summary>
    public abstract IReadOnlyList<TrustedText> Trusted { get; }

    /// <summary>The principal's words about the matter in hand: the run's input, and what came before it where the input only agrees.</summary>
    public abstract IReadOnlyList<TrustedText> Asked { get; }

    /// <summary>What was read of the principal's that not everybody may see.</summary>
    public abstract IReadOnlyList<TrustedText> Private { get; }

    /// <summary>Whether a plan that was made before anything untrusted was read uses the tool.</summary>
    public abstract bool IsPlanned(string tool);

    /// <summary>How often a tool was called in this run before.</summary>
    public abstract int CallsInRun(string tool);

    /// <summary>How often a tool was called in this session before.</summary>
    public abstract int CallsInSession(string tool);

    /// <summary>Whether a call that does the same was executed since the principal asked (<see cref="Asked"/>).</summary>
    public abstract bool WasExecuted(PolicyCall call);
}
