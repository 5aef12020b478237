namespace Holdfast.Agents;

/// <summary>What one run of an agent may use. Every member is a ceiling that is never crossed.</summary>
public sealed record AgentLimits
{
    /// <summary>Steps (model calls and rounds of tool calls) per run, at least 1.</summary>
    /// <value>Default 40.</value>
    public int Steps { get; init; } = 40;

    /// <summary>Wall time per run, from its start. Waiting for a person does not count.</summary>
    /// <value>Default 5 minutes.</value>
    public TimeSpan Time { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a call waits for a person's decision before it is rejected by itself, at least 1 second. People are reminded after half of it.</summary>
    /// <value>Default 24 hours.</value>
    public TimeSpan Approval { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Tokens per run, input and output of all attempts; null for no ceiling.</summary>
    /// <value>Default 200,000.</value>
    public long? RunTokens { get; init; } = 200_000;

    /// <summary>Tokens per session; null for no ceiling.</summary>
    public long? SessionTokens { get; init; }

    /// <summary>Money per run, in USD; null for no ceiling.</summary>
    public decimal? RunCost { get; init; }

    /// <summary>Money per session, in USD; null for no ceiling.</summary>
    public decimal? SessionCost { get; init; }

    /// <summary>Money per user and day (UTC), in USD, over all sessions and agents that set this ceiling; null for no ceiling.</summary>
    public decimal? UserDayCost { get; init; }

    /// <summary>Money per tenant and day (UTC), in USD; null for no ceiling.</summary>
    public decimal? TenantDayCost { get; init; }

    /// <summary>The most output of one model call, in tokens, at least 16.</summary>
    /// <value>Default 2,048.</value>
    public int OutputTokens { get; init; } = 2_048;

    /// <summary>How many tool calls of one reply are carried out, at least 1; the rest is refused with an explanation.</summary>
    /// <value>Default 16.</value>
    public int CallsPerReply { get; init; } = 16;

    /// <summary>How deep calls of agents may lie below each other when this agent runs, at least 0: at 1 the agents that it calls call none themselves.</summary>
    /// <value>Default 3.</value>
    public int Depth { get; init; } = 3;

    /// <summary>How often the same calls with the same results may come before the run counts as stalled, at least 2.</summary>
    /// <value>Default 3.</value>
    public int Repetitions { get; init; } = 3;

    /// <summary>The part of the token and money ceilings of a run that only the closing summary may use, 0 to 0.5.</summary>
    /// <value>Default 0.1.</value>
    public double Reserve { get; init; } = 0.1;

    /// <summary>The most that the conversation may take of a prompt, in tokens (estimated). Older messages then leave the window and a summary takes their place.</summary>
    /// <value>Default 24,000.</value>
    public int WindowTokens { get; init; } = 24_000;

    internal IEnumerable<string> Faults()
    {
        if (Steps < 1) { yield return $"{nameof(Steps)} is {Steps}; it must be at least 1."; }
        if (Time <= TimeSpan.Zero) { yield return $"{nameof(Time)} is {Time}; it must be above zero."; }
        if (Approval < TimeSpan.FromSeconds(1)) { yield return $"{nameof(Approval)} is {Approval}; it must be at least 1 second."; }
        if (OutputTokens < 16) { yield return $"{nameof(OutputTokens)} is {OutputTokens}; it must be at least 16."; }
        if (CallsPerReply < 1) { yield return $"{nameof(CallsPerReply)} is {CallsPerReply}; it must be at least 1."; }
        if (Depth < 0) { yield return $"{nameof(Depth)} is {Depth}; it must be at least 0."; }
        if (Repetitions < 2) { yield return $"{nameof(Repetitions)} is {Repetitions}; it must be at least 2."; }
        if (Reserve is < 0 or > 0.5) { yield return $"{nameof(Reserve)} is {Reserve}; it must be between 0 and 0.5."; }
        if (WindowTokens < 500) { yield return $"{nameof(WindowTokens)} is {WindowTokens}; it must be at least 500."; }
        foreach (var (name, value) in new (string, decimal?)[]
            {
                (nameof(RunTokens), RunTokens), (nameof(SessionTokens), SessionTokens), (nameof(RunCost), RunCost), (nameof(SessionCost), SessionCost),
                (nameof(UserDayCost), UserDayCost), (nameof(TenantDayCost), TenantDayCost),
            })
        {
            if (value <= 0) { yield return $"{name} is {value}; it must be above zero, or null for no ceiling."; }
        }
    }
}
