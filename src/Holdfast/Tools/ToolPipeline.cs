using System.Text.Json;

namespace Holdfast.Tools;

/// <summary>Takes a call from its intent to its result: schema, authorisation, execution with timeout and safe retries, result bound.</summary>
/// <remarks>The order of DESIGN section 6. Whatever fails comes back as a result that the model can act on.</remarks>
internal sealed class ToolPipeline(TimeProvider time, IdSource ids)
{
    /// <summary>The rule of a failure of which the tool itself said nothing: a timeout or an unexpected exception.</summary>
    private const string Silent = "no-answer";

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>Checks a call without executing it. The document must be disposed by the caller when the call is executed.</summary>
    /// <returns>The tool and its arguments, or the refusal.</returns>
    public static (Tool? Tool, JsonDocument? Arguments, ToolResult? Refusal) Check(ToolCall call, ToolSet tools, Principal principal)
    {
        if (tools.Find(call.Name) is not { } tool)
        {
            return (null, null, Refuse("tool", $"There is no tool named '{call.Name}'. The tools are: {string.Join(", ", tools.All.Select(t => t.Name))}."));
        }

        JsonDocument arguments;
        try
        {
            arguments = JsonDocument.Parse(call.Arguments.Length == 0 ? "{}" : call.Arguments);
        }
        catch (JsonException)
        {
            return (tool, null, Refuse("schema", $"The arguments of {tool.Name} are not valid JSON. Send one JSON object."));
        }

        if (!tool.Schema.IsValid(arguments.RootElement))
        {
            var violations = tool.Schema.Validate(arguments.RootElement);
            arguments.Dispose();
            return (tool, null, Refuse("schema", $"The arguments of {tool.Name} are not valid. {string.Join(" ", violations.Select(v => v.Message))} Correct them and call again, or ask the user."));
        }

        if (tool.Scope is { } scope && !principal.Scopes.Contains(scope))
        {
            arguments.Dispose();
            return (tool, null, Refuse("scope", $"The user is not allowed to use {tool.Name}: it needs the right '{scope}'. Do not try again; tell the user."));
        }

        return (tool, arguments, null);
    }

    /// <summary>Executes a checked call.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="arguments">Its valid arguments.</param>
    /// <param name="call">The call.</param>
    /// <param name="context">What the tool may know.</param>
    /// <param name="cancellationToken">Ends the execution. An effect that was under way is then of unknown outcome unless it may be repeated.</param>
    public async Task<ToolResult> ExecuteAsync(Tool tool, JsonElement arguments, ToolCall call, ToolContext context, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        if (call.MayHaveHappened && !tool.Idempotent)
        {
            using var patience = new TimedToken(tool.Timeout, time, cancellationToken);
            var probed = await ProbeAsync(tool, context, patience.Token);
            if (probed.Happened == true)
            {
                return new ToolResult(ToolOutcome.Succeeded, Bound(tool, ToolMethods.Serialise(probed.Result)), time.GetElapsedTime(started), 0, "probe");
            }

            if (probed.Happened is null)
            {
                return Unknown(tool.Name, started, 0, "A worker died while the call was under way.");
            }
        }

        for (var attempt = 1; ; attempt++)
        {
            var (result, transient) = await AttemptAsync(tool, arguments, context, started, attempt, cancellationToken);
            if (!transient || !tool.Idempotent || attempt > tool.Retries || cancellationToken.IsCancellationRequested)
            {
                // The tool never said what became of it. A later call would have another key, so an effect must not pass for one that failed.
                return result.Rule == Silent && tool.Effect != ToolEffect.Read ? await SettleAsync(tool, context, started, attempt, result.Error!) : result;
            }

            try
            {
                await Task.Delay(FirstDelay * Math.Pow(2, attempt - 1) * (0.8 + (0.4 * ids.NextDouble())), time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return result;
            }
        }
    }

    /// <summary>What a call would change, for those who decide on it; null where the tool cannot tell.</summary>
    public async Task<string?> PreviewAsync(Tool tool, JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        if (tool.Preview is null)
        {
            return null;
        }

        using var patience = new TimedToken(tool.Timeout, time, cancellationToken);
        try
        {
            return Bound(tool, ToolMethods.Serialise(await tool.Preview(arguments, context, patience.Token).AsTask().WaitAsync(patience.Token)));
        }
        catch (ToolException e)
        {
            return e.Message;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whoever approves still sees the exact arguments.
            return null;
        }
    }

    /// <summary>Finds out what became of a call that a lost worker had started, without executing anything.</summary>
    /// <param name="tool">The tool, or null where this process no longer has it.</param>
    /// <param name="call">The call.</param>
    /// <param name="context">What the tool may know.</param>
    public async Task<ToolResult> SettleAsync(Tool? tool, ToolCall call, ToolContext context)
    {
        const string why = "A worker died while the call was under way, and the run ended before it was made again.";
        return tool is null ? Unknown(call.Name, time.GetTimestamp(), 0, why) : await SettleAsync(tool, context, time.GetTimestamp(), 0, why);
    }

    private async ValueTask<(ToolResult Result, bool Transient)> AttemptAsync(
        Tool tool, JsonElement arguments, ToolContext context, long started, int attempt, CancellationToken cancellationToken)
    {
        using var linked = new TimedToken(tool.Timeout, time, cancellationToken);
        try
        {
            // WaitAsync, because a tool may ignore its token: the run must not hang with it.
            var pending = tool.InvokeAsync(arguments, context, linked.Token);
            var value = pending.IsCompletedSuccessfully ? pending.Result : await pending.AsTask().WaitAsync(linked.Token);
            return (new ToolResult(ToolOutcome.Succeeded, Bound(tool, ToolMethods.Serialise(value)), time.GetElapsedTime(started), attempt), false);
        }
        catch (ToolException e)
        {
            return (new ToolResult(ToolOutcome.Failed, e.Message, time.GetElapsedTime(started), attempt, Error: Describe(e.InnerException)), e.Transient);
        }
        catch (OperationCanceledException) when (linked.Token.IsCancellationRequested)
        {
            var why = cancellationToken.IsCancellationRequested ? "The run was cancelled" : $"{tool.Name} gave no result within {tool.Timeout.TotalSeconds:0.###} s";
            return tool.Idempotent
                ? (new ToolResult(ToolOutcome.Failed, why + ".", time.GetElapsedTime(started), attempt, Silent, why), !cancellationToken.IsCancellationRequested)
                : (await SettleAsync(tool, context, started, attempt, why), false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // What the tool threw may hold anything, so the model learns only that it failed; the trace keeps the rest.
            return tool.Idempotent
                ? (new ToolResult(ToolOutcome.Failed, $"{tool.Name} failed. Nothing is known about the cause; tell the user that it does not work now, and do not invent a result.", time.GetElapsedTime(started), attempt, Silent, Describe(e)), true)
                : (await SettleAsync(tool, context, started, attempt, Describe(e)!), false);
        }
    }

    /// <summary>An effect without idempotency broke in the middle: ask whether it happened before calling it unknown.</summary>
    private async ValueTask<ToolResult> SettleAsync(Tool tool, ToolContext context, long started, int attempt, string why)
    {
        using var timeout = new CancellationTokenSource(tool.Timeout, time);
        var probed = await ProbeAsync(tool, context, timeout.Token);
        return probed.Happened switch
        {
            true => new ToolResult(ToolOutcome.Succeeded, Bound(tool, ToolMethods.Serialise(probed.Result)), time.GetElapsedTime(started), attempt, "probe", why),
            false => new ToolResult(ToolOutcome.Failed, $"{tool.Name} failed and had no effect.", time.GetElapsedTime(started), attempt, "probe", why),
            null => Unknown(tool.Name, started, attempt, why),
        };
    }

    private static async ValueTask<ToolProbe> ProbeAsync(Tool tool, ToolContext context, CancellationToken cancellationToken)
    {
        if (tool.Probe is null)
        {
            return ToolProbe.Unknown;
        }

        try
        {
            // WaitAsync, because a probe may ignore its token: the run must not hang with it.
            return await tool.Probe(context, cancellationToken).WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return ToolProbe.Unknown;
        }
    }

    private ToolResult Unknown(string tool, long started, int attempts, string why) => new(
        ToolOutcome.Unknown,
        $"It is not known whether {tool} happened. Do not call it again for the same purpose; a person has to check. Tell the user so.",
        time.GetElapsedTime(started),
        attempts,
        "outcome",
        why);

    private static ToolResult Refuse(string rule, string message) => new(ToolOutcome.Refused, message, Rule: rule);

    private static string? Describe(Exception? e) => e is null ? null : $"{e.GetType().Name}: {(e.Message.Length > 500 ? e.Message[..500] : e.Message)}";

    private static string Bound(Tool tool, string text)
    {
        if (text.Length <= tool.ResultLimit)
        {
            return text;
        }

        var cut = char.IsHighSurrogate(text[tool.ResultLimit - 1]) ? tool.ResultLimit - 1 : tool.ResultLimit;
        return $"{text.AsSpan(0, cut)}\n[Cut: the first {cut} of {text.Length} characters are shown. Ask for less: narrow the arguments, or page if {tool.Name} has a parameter for it.]";
    }
}
