using Holdfast.Agents;
using Holdfast.Models;
using Holdfast.Testing;
using Holdfast.Tools;

namespace Holdfast.Server.Tests;

/// <summary>An agent whose only tool waits until the test opens the gate.</summary>
public sealed class GatedAgent
{
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public GatedAgent()
    {
        Agent = Agent.Define("gated").Use("pass_gate", "Passes the gate when it opens.", PassAsync, ToolEffect.Read).Build();
    }

    public Agent Agent { get; }

    /// <summary>Ends when the tool waits.</summary>
    public Task Entered => entered.Task.WaitAsync(RunningServer.Token);

    public ModelCatalog Models { get; } = new ScriptedModel(turn => turn.Options?.Tools is not { Count: > 0 } || turn.Step > 0 ? new ScriptedReply($"Done: {turn.Input}") : ScriptedReply.Call("pass_gate")).AsCatalog();

    public void Open() => opened.TrySetResult();

    private async Task<string> PassAsync(CancellationToken cancellationToken)
    {
        entered.TrySetResult();
        await opened.Task.WaitAsync(cancellationToken);
        return "passed";
    }
}
