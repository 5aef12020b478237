using System.Text;
using System.Text.Json;
using Holdfast.Cli.Server;

namespace Holdfast.Cli.Chat;

/// <summary>Shows one turn while it happens: steps dimly, the text as it comes, why it ended, what it took.</summary>
internal sealed class TurnView : IDisposable
{
    private readonly Terminal terminal;
    private readonly Spinner spinner;
    private readonly Lock gate = new();
    private readonly StringBuilder streamed = new();
    private readonly Dictionary<string, string> tools = new(StringComparer.Ordinal);
    private List<string> plan = [];

    public TurnView(Terminal terminal)
    {
        this.terminal = terminal;
        spinner = new Spinner(terminal, gate);
        spinner.Show("thinking");
    }

    /// <summary>Whether the run ended with an answer, a question or a human.</summary>
    public bool EndedWell { get; private set; }

    /// <summary>Shows one event.</summary>
    public void Show(ServerEvent happened)
    {
        lock (gate)
        {
            var payload = happened.Data.Member("payload") ?? default;
            switch (happened.Kind)
            {
                case "text.delta":
                    Stream(happened.Data.Text("text") ?? "");
                    break;
                case "text.reset":
                    Reset();
                    break;
                case "model.replied":
                    Calls(payload);
                    break;
                case "tool.finished":
                    Finished(payload);
                    break;
                case "route.chosen" or "agent.handed_over" when payload.Text("agent") is { } specialist:
                    Step($"→ {specialist}");
                    break;
                case "plan.made":
                    Planned(payload);
                    break;
                case "step.finished":
                    Step($"{(payload.Text("outcome") is null or "Done" or "done" ? "✓" : "✗")} {Title((int)payload.Whole("step"))}{(payload.Text("note") is { } note ? ": " + note : "")}");
                    break;
                case "model.failed":
                    Step($"✗ no model answered: {payload.Text("message")}");
                    break;
                case "budget.refused":
                    Step($"✗ the ceiling '{payload.Text("ceiling")}' leaves {payload.Whole("left")}, the next call might need {payload.Whole("needed")}");
                    break;
                case "limit.reached":
                    Step($"a limit was reached: {payload.Text("limit")}");
                    break;
                case "context.compacted":
                    Step("older messages were summarised");
                    break;
                case "approval.requested":
                    Step($"a person has to approve it: {payload.Text("reason")}");
                    break;
                case "ticket.opened" or "ticket.repeated":
                    Step("a person is asked to see to it");
                    break;
                case "run.resumed":
                    Step("another worker goes on");
                    break;
                case "done":
                    End(happened.Data);
                    break;
            }
        }
    }

    /// <summary>Tells that the run is being cancelled.</summary>
    public void Cancelling()
    {
        lock (gate)
        {
            Step("cancelling; Ctrl-C again leaves");
        }
    }

    public void Dispose() => spinner.Dispose();

    private void Stream(string text)
    {
        // Plain output gets the answer once and whole: what is provisional may still be taken back.
        if (terminal.IsInteractive)
        {
            spinner.Hide();
            streamed.Append(text);
            terminal.Output.Write(SafeText.Of(text));
            terminal.Output.Flush();
        }
    }

    private void Reset()
    {
        if (streamed.Length > 0)
        {
            streamed.Clear();
            terminal.Output.WriteLine();
            Step("(taken back; trying again)");
        }
    }

    private void Calls(JsonElement reply)
    {
        if (reply.Text("text") is { Length: > 0 } said && reply.Member("calls") is not null && streamed.Length == 0)
        {
            Step(said);
        }

        foreach (var call in reply.Items("calls"))
        {
            var name = call.Text("name") ?? "?";
            tools[call.Text("id") ?? ""] = name;
            EndText();
            Step($"→ {name} {SafeText.Json(call.Text("arguments") ?? "")}");
            spinner.Show(name);
        }
    }

    private void Finished(JsonElement result)
    {
        var name = tools.GetValueOrDefault(result.Text("call") ?? "", "?");
        var took = Amounts.Duration(TimeSpan.FromMilliseconds(result.Number("milliseconds")));
        Step(result.Text("outcome") is null or "Succeeded" or "succeeded"
            ? $"← {name} ({took}) {SafeText.Json(result.Text("result") ?? "")}"
            : $"✗ {name} {result.Text("outcome")!.ToLowerInvariant()} ({took}) {result.Text("result")}");
        spinner.Show("thinking");
    }

    private void Planned(JsonElement made)
    {
        plan = [.. made.Items("steps").Select(s => s.Text("title") ?? "?")];
        for (var i = 0; i < plan.Count; i++)
        {
            Step($"{(made.Whole("revision") > 0 ? "new plan" : "plan")} {i + 1}. {plan[i]}");
        }
    }

    private string Title(int step) => step >= 0 && step < plan.Count ? plan[step] : $"step {step + 1}";

    private void Step(string text)
    {
        if (terminal.IsInteractive)
        {
            spinner.Hide();
            terminal.Output.WriteLine(terminal.Dim("  " + SafeText.Line(text, Math.Max(terminal.Width - 3, 40))));
            spinner.Show(null);
        }
    }

    private void EndText()
    {
        if (streamed.Length > 0)
        {
            streamed.Clear();
            terminal.Output.WriteLine();
        }
    }

    private void End(JsonElement run)
    {
        spinner.Hide();
        var answer = run.Text("answer") ?? "";
        var shown = streamed.ToString();
        if (shown.Length > 0 && answer.StartsWith(shown, StringComparison.Ordinal))
        {
            answer = answer[shown.Length..];
        }
        else
        {
            EndText();
        }

        if (answer.Length > 0 || shown.Length > 0)
        {
            terminal.Output.WriteLine(SafeText.Of(answer));
        }

        var reason = run.Text("reason") ?? run.Text("status") ?? "?";
        EndedWell = reason is "completed" or "needs-input" or "escalated" or "waiting";
        var why = run.Flag("partial") ? reason + ", partial" : reason;
        if (run.Text("error") is { } error && !EndedWell && reason != "cancelled")
        {
            why += ": " + error;
        }

        if (!terminal.IsInteractive)
        {
            if (reason != "completed")
            {
                terminal.Output.WriteLine($"[{SafeText.Line(why, 500)}]");
            }

            terminal.Output.Flush();
            return;
        }

        var usage = run.Member("usage") ?? default;
        string[] parts =
        [
            .. reason == "completed" ? Array.Empty<string>() : [why],
            Amounts.Count(usage.Whole("steps"), "step"),
            Amounts.Count(usage.Whole("input_tokens") + usage.Whole("output_tokens"), "token"),
            Amounts.Money((decimal)run.Number("cost")),
            .. run.Time("finished_at") - run.Time("accepted_at") is { } took ? [Amounts.Duration(took)] : Array.Empty<string>(),
        ];
        terminal.Output.WriteLine(terminal.Dim("  " + SafeText.Line(string.Join(" · ", parts), 1_000)));
    }
}
