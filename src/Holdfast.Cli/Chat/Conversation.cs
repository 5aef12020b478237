using System.Text.Json.Nodes;
using Holdfast.Cli.Server;
using Holdfast.Cli.Trace;

namespace Holdfast.Cli.Chat;

/// <summary>A session on a server, as one user has it.</summary>
internal sealed class Conversation(ServerClient client, Terminal terminal, string? user)
{
    private string session = "";
    private string? lastRun;

    /// <summary>The agent's name.</summary>
    public string Agent { get; private set; } = "";

    /// <summary>What the agent is for, or null where the server does not tell.</summary>
    public string? Description { get; private set; }

    /// <summary>The session's id.</summary>
    public string Session => session;

    /// <summary>Opens a session with an agent, or with the server's first one.</summary>
    public async Task OpenAsync(string? agent, CancellationToken cancellationToken)
    {
        if (agent is null)
        {
            var first = (await client.GetAsync("v1/agents", cancellationToken)).Items("agents").FirstOrDefault();
            agent = first.Text("name") ?? throw new HoldfastException("no-agent", $"The server at {client.Address} has no agent yet.");
            Description = first.Text("description");
        }

        var body = new JsonObject();
        if (user is not null)
        {
            body["user"] = user;
        }

        var opened = await client.PostAsync($"v1/agents/{Uri.EscapeDataString(agent)}/sessions", body, cancellationToken);
        session = opened.Text("id") ?? throw new HoldfastException("not-a-server", $"{client.Address} opened a session without an id.");
        Agent = opened.Text("agent") ?? agent;
        lastRun = null;
    }

    /// <summary>Opens a new session with the same agent.</summary>
    public Task RenewAsync(CancellationToken cancellationToken) => OpenAsync(Agent, cancellationToken);

    /// <summary>Goes on in a session.</summary>
    public async Task JoinAsync(string id, CancellationToken cancellationToken)
    {
        var found = await client.GetAsync($"v1/sessions/{Uri.EscapeDataString(id)}", cancellationToken);
        session = found.Text("id") ?? id;
        Agent = found.Text("agent") ?? "";
    }

    /// <summary>Says something and shows what comes of it. The first Ctrl-C cancels the run.</summary>
    /// <returns>Whether the run ended well.</returns>
    public async Task<bool> SayAsync(string text, CancellationToken cancellationToken)
    {
        // Begun before the run is: a press in between cancels it as soon as it has an id.
        using var scope = terminal.Interrupts.Begin();
        var accepted = await client.PostAsync($"v1/sessions/{session}/messages", new JsonObject { ["text"] = text }, cancellationToken);
        var run = accepted.Text("run") ?? throw new HoldfastException("not-a-server", $"{client.Address} accepted a message without a run.");
        lastRun = run;
        Task cancelling = Task.CompletedTask;
        using var turn = new TurnView(terminal);
        await using var onPress = scope.Token.Register(() =>
        {
            turn.Cancelling();
            cancelling = client.PostAsync($"v1/runs/{run}/cancel", [], cancellationToken);
        });
        await foreach (var happened in client.FollowAsync(run, cancellationToken))
        {
            turn.Show(happened);
        }

        await cancelling;
        return turn.EndedWell;
    }

    /// <summary>Shows the trace of the last run.</summary>
    public async Task ShowTraceAsync(CancellationToken cancellationToken)
    {
        if (lastRun is null)
        {
            await terminal.Output.WriteLineAsync("Nothing was said yet in this session.");
            return;
        }

        TraceTree.Write(await new ServerTraces(client).ReadAsync(lastRun, cancellationToken), terminal);
    }
}
