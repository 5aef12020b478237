using System.Collections.Concurrent;
using System.Text.Json;
using Holdfast.Safety.Labels;
using Holdfast.Tools;

namespace Holdfast.Simulation.World;

/// <summary>The world outside: it counts what is done to it, under the key of the call, and outlives every process.</summary>
internal sealed class Counter
{
    private static readonly JsonElement Parameters = JsonElement.Parse("""{"type":"object","properties":{"what":{"type":"string"}},"required":["what"],"additionalProperties":false}""");

    private readonly ConcurrentDictionary<string, int> executions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> happened = new(StringComparer.Ordinal);

    /// <summary>How often each call was executed, by idempotency key.</summary>
    public IReadOnlyDictionary<string, int> Executions => executions;

    /// <summary>The keys whose effect is in the world: an idempotent effect is there once, however often it was asked for.</summary>
    public ICollection<string> Effects => happened.Keys;

    /// <summary>A tool that takes effect at once. Each has boundaries before and after the effect.</summary>
    public Tool Tool(string name, Life life, bool idempotent = false, bool probed = false) => CrashingTools.Around(
        new Tool(
            name,
            "Changes the world.",
            Parameters,
            new ToolAttribute(name) { Idempotent = idempotent, Returns = Integrity.Trusted },
            (arguments, context, _) =>
            {
                executions.AddOrUpdate(context.IdempotencyKey, 1, (_, n) => n + 1);
                happened[context.IdempotencyKey] = true;
                return ValueTask.FromResult<object?>($"did {arguments.GetProperty("what").GetString()}");
            },
            probed ? Probe : null),
        life);

    private Task<ToolProbe> Probe(ToolContext context, CancellationToken cancellationToken) =>
        Task.FromResult(happened.ContainsKey(context.IdempotencyKey) ? ToolProbe.Yes("did it, says the probe") : ToolProbe.No);
}
