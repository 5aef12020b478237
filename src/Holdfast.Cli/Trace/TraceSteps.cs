using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Holdfast.Cli.Trace;

/// <summary>Turns events into the nodes of a tree, one after the other.</summary>
internal sealed class TraceSteps(IHasTreeNodes tree)
{
    private readonly Dictionary<string, TreeNode> calls = new(StringComparer.Ordinal);
    private List<string> plan = [];

    /// <summary>Adds what an event tells.</summary>
    public void Add(TraceEvent happened)
    {
        if (happened.Payload is not { } data)
        {
            Node(happened, "[dim]erased[/]");
            return;
        }

        switch (happened.Kind)
        {
            case "run.started":
                Started(happened, data);
                break;
            case "model.replied":
                Replied(happened, data);
                break;
            case "model.retried":
                Attempts(Node(happened, $"[yellow]asked again[/] ({Text(data, "purpose")}): the next attempt may use {data.Whole("reserved_tokens")} tokens"), data);
                break;
            case "model.failed":
                Attempts(Node(happened, $"[red]no model answered[/] ({Text(data, "purpose")}): {Text(data, "message")}"), data);
                break;
            case "tool.started":
                Call(happened, data)?.AddNode($"[dim]{happened.Sequence}[/] about to be executed: its intent was durable before");
                break;
            case "calls.requested":
                Requested(happened, data);
                break;
            case "workflow.step_finished":
                var outcome = data.Text("error") is null ? "done" : data.Flag("again") ? "[yellow]failed, once more[/]" : "[red]failed[/]";
                Node(happened, $"step {Text(data, "step")} {outcome}{After(": ", data, "output")}{After(": ", data, "error")}");
                break;
            case "batch.checked":
                var items = data.Items("items").ToList();
                Node(happened, $"batch: {items.Count(i => i.Text("result") is not null)} of {items.Count} items done, {items.Count(i => i.Flag("again"))} tried again alone, {items.Count(i => i.Text("result") is null && !i.Flag("again"))} failed");
                break;
            case "delegation.started":
                Under(happened, data, $"calls the agent {Text(data, "agent")}@{Text(data, "version")}{After(", with at most ", data, "tokens")}{(data.Text("tokens") is null ? "" : " tokens")}");
                break;
            case "delegation.finished":
                Under(happened, data, $"the called agent ended: {(data.Text("reason") is { } why ? ReasonName.Of(why) : "[yellow]not in time[/]")}, {data.Whole("tokens")} tokens, {Amounts.Money(data.Whole("cost_nanos") / 1_000_000_000m)}{After("; a person is needed: ", data, "escalation")}");
                break;
            case "policy.decided":
                Decided(happened, data);
                break;
            case "approval.requested":
                Under(happened, data, $"[yellow]waits for a person[/]{After(", role ", data, "role")}, until {Text(data, "expires_at")}: {Text(data, "reason")}{After(" Preview: ", data, "preview")}");
                break;
            case "approval.decided":
                Node(happened, $"[{(data.Flag("approved") ? "green]approved" : "red]rejected")}[/] by {Text(data, "by")}{After(", with other arguments: ", data, "arguments")}{After(": ", data, "reason")}{(data.Flag("granted") ? ", for the rest of the session" : "")}");
                break;
            case "approval.reminded":
                Node(happened, "people were reminded of it");
                break;
            case "approval.expired":
                Node(happened, "[yellow]nobody decided in time[/]");
                break;
            case "confirmation.asked":
                Under(happened, data, $"[yellow]the user is asked[/]: {Text(data, "question")}");
                break;
            case "answer.scored":
                Scored(happened, data);
                break;
            case "grant.revoked":
                Node(happened, $"{Text(data, "tool")} needs approvals again, says {Text(data, "by")}");
                break;
            case "ticket.opened":
            case "ticket.repeated":
                Detail(Node(happened, $"[yellow]a person is needed[/]: {Text(data, "reason")}"), "summary", data, "summary");
                break;
            case "tool.finished":
                Finished(happened, data);
                break;
            case "guard.verdict":
                Guarded(happened, data);
                break;
            case "plan.made":
                Planned(happened, data);
                break;
            case "step.finished":
                var step = (int)data.Whole("step");
                Node(happened, $"plan step {step + 1} {ReasonName.Of(data.Text("outcome") ?? "done")}: {Escape(step < plan.Count ? plan[step] : "")}{After(": ", data, "note")}");
                break;
            case "route.chosen":
                Node(happened, $"{(data.Text("agent") is { } agent ? $"routed to {Escape(agent)}" : $"[yellow]routed to nobody[/]: {ReasonName.Of(data.Text("outcome") ?? "")}")}, confidence {data.Number("confidence"):0.00}, by {ReasonName.Of(data.Text("by") ?? "classifier")}");
                break;
            case "agent.handed_over":
                Node(happened, $"handed over to {Text(data, "agent")}{After(": ", data, "reason")}");
                break;
            case "context.compacted":
                Node(happened, $"context compacted: messages before event {data.Whole("keep_from")} became a summary").AddNode(Text(data, "summary"));
                break;
            case "note.taken":
                Node(happened, $"noted [bold]{Text(data, "title")}[/]: {Text(data, "text")}");
                break;
            case "memory.recalled":
                var recalled = Node(happened, $"known of the user: {(data.TryGetProperty("items", out var known) ? known.GetArrayLength() : 0)} items");
                foreach (var item in known.ValueKind == JsonValueKind.Array ? known.EnumerateArray().ToList() : [])
                {
                    recalled.AddNode(Text(item, "text"));
                }

                break;
            case "memory.extracted":
                var learned = Node(happened, $"the user's words were read for facts: {data.Items("items").Count()} kept, {data.Whole("dropped")} not in them");
                foreach (var fact in data.Items("items"))
                {
                    learned.AddNode($"{Text(fact, "subject")}, {Text(fact, "key")}: {Text(fact, "value")}{(fact.Flag("trusted") ? "" : ", [yellow]unverified[/]")} (event {fact.Whole("sequence")})");
                }

                break;
            case "answer.looked_up":
                Node(happened, data.Text("answer") is null ? "asked for the first time" : $"[green]answered as before[/], by run {Text(data, "origin")}, {data.Number("age_seconds"):0} s ago, similarity {data.Number("similarity"):0.00}");
                break;
            case "budget.refused":
                Attempts(Node(happened, $"[yellow]budget[/]: the call ({Text(data, "purpose")}) might need {data.Whole("needed")}, and '{Text(data, "ceiling")}' leaves {data.Whole("left")}"), data);
                break;
            case "budget.warned":
                Node(happened, $"[yellow]budget[/]: {data.Whole("percent")} % of '{Text(data, "ceiling")}' are spent");
                break;
            case "limit.reached":
                Node(happened, $"[yellow]limit reached[/]: {ReasonName.Of(data.Text("limit") ?? "")}; from here on the run winds down");
                break;
            case "run.resumed":
                var assumed = data.Whole("assumed_tokens");
                Node(happened, $"[yellow]resumed[/] by {Text(data, "worker")}, epoch {data.Whole("epoch")}{(assumed > 0 ? $", {assumed} tokens of a lost call assumed" : "")}");
                break;
            case "run.handed_over":
                Node(happened, $"handed over by {Text(data, "worker")}");
                break;
            case "cancel.requested":
                Node(happened, $"[yellow]cancellation[/] asked for by {Text(data, "by")}");
                break;
            case "feedback.given":
                Node(happened, $"feedback by {Text(data, "by")}{After(", rating ", data, "rating")}{After(", score ", data, "score")}{After(": ", data, "comment")}{After("; right would be: ", data, "correction")}");
                break;
            case "run.finished":
                Ended(happened, data);
                break;
            default:
                Node(happened, $"{Escape(happened.Kind)} {Escape(SafeText.Line(data.GetRawText(), 2_000))}");
                break;
        }
    }

    private void Started(TraceEvent happened, JsonElement data)
    {
        var node = Node(happened, $"[bold]input[/] {Text(data, "input")}");
        node.AddNode($"[dim]{happened.At.ToString("u", CultureInfo.InvariantCulture)}, a commit survives: {Text(data, "durability")}{After(", trigger ", data, "trigger")}{After(", version ", data, "version")}[/]");
        Detail(node, "context", data, "context");
    }

    private void Replied(TraceEvent happened, JsonElement data)
    {
        var node = Node(happened, $"[bold]model[/] {Text(data, "purpose")} [dim]({(data.Text("tier") ?? "Standard").ToLowerInvariant()})[/]");
        if (data.Member("prompt") is { } prompt)
        {
            var saw = node.AddNode($"[dim]saw events {prompt.Whole("from")} to {prompt.Whole("to")}: {Amounts.Count(prompt.Whole("messages"), "message")}[/]");
            Detail(saw, "instruction", prompt, "instruction");
        }

        Attempts(node, data);
        Detail(node, "thought", data, "reasoning");
        Detail(node, "said", data, "text");
        foreach (var call in data.Items("calls"))
        {
            calls[call.Text("id") ?? ""] = node.AddNode($"[bold]{Text(call, "name")}[/] {Escape(SafeText.Json(call.Text("arguments") ?? ""))}");
        }
    }

    private void Requested(TraceEvent happened, JsonElement data)
    {
        var node = Node(happened, $"[bold]steps[/] {Escape(string.Join(", ", data.Items("steps").Select(s => s.GetString())))}");
        foreach (var call in data.Items("calls"))
        {
            calls[call.Text("id") ?? ""] = node.AddNode($"[bold]{Text(call, "name")}[/] {Escape(SafeText.Json(call.Text("arguments") ?? ""))}");
        }
    }

    private void Decided(TraceEvent happened, JsonElement data)
    {
        var decision = ReasonName.Of(data.Text("decision") ?? "allow");
        var colour = decision switch { "allow" => "green", "deny" => "red", _ => "yellow" };
        var markup = $"policy: [{colour}]{decision}[/] by rule {Text(data, "rule")}: {Text(data, "reason")}";
        _ = Call(happened, data)?.AddNode($"[dim]{happened.Sequence}[/] {markup}") ?? Node(happened, $"{markup} (call {Text(data, "call")})");
    }

    private void Finished(TraceEvent happened, JsonElement data)
    {
        var outcome = ReasonName.Of(data.Text("outcome") ?? "succeeded");
        var succeeded = outcome == "succeeded";
        var attempts = data.Whole("attempts");
        var node = Call(happened, data) ?? Node(happened, $"call {Text(data, "call")}");
        var took = Amounts.Duration(TimeSpan.FromMilliseconds(data.Number("milliseconds")));
        var result = node.AddNode(
            $"[dim]{happened.Sequence}[/] [{(succeeded ? "green" : "red")}]{outcome}[/]{After(" by rule ", data, "rule")} "
            + (data.Member("cached_milliseconds") is null ? $"in {took}" : $"from cache, {Amounts.Duration(TimeSpan.FromMilliseconds(data.Number("cached_milliseconds")))} old")
            + $"{(attempts > 1 ? $", {attempts} attempts" : "")}{After(", ", data, "trust")}: {Escape(SafeText.Json(data.Text("result") ?? ""))}");
        Detail(result, "error", data, "error");
    }

    private void Guarded(TraceEvent happened, JsonElement data)
    {
        var verdict = ReasonName.Of(data.Text("verdict") ?? "");
        var kinds = data.Member("kinds") is { ValueKind: JsonValueKind.Object } all ? string.Join(", ", all.EnumerateObject().Select(k => k.Value.GetRawText() == "1" ? k.Name : $"{k.Name} ×{k.Value.GetRawText()}")) : "";
        var text = $"[{(verdict == "pass" ? "dim" : "yellow")}]guard[/] {Text(data, "guard")} on {Escape(ReasonName.Of(data.Text("point") ?? ""))}: {(verdict == "pass" ? "observed" : Escape(verdict))}{(kinds.Length > 0 ? $" ({Escape(kinds)})" : "")}{After(", failed with ", data, "error")}";
        if (data.Text("call") is { } id && calls.TryGetValue(id, out var call))
        {
            call.AddNode($"[dim]{happened.Sequence}[/] {text}");
            return;
        }

        Node(happened, text);
    }

    private void Scored(TraceEvent happened, JsonElement data)
    {
        var outcome = ReasonName.Of(data.Text("outcome") ?? "given");
        var node = Node(happened, $"[{(outcome == "given" ? "green" : "yellow")}]confidence[/] {data.Number("score"):0.00}, at least {data.Number("at_least"):0.00} wanted: {Escape(outcome)}");
        if (data.Member("signals") is { } signals)
        {
            node.AddNode($"[dim]{Escape(SafeText.Line(signals.GetRawText(), 300))}[/]");
        }
    }

    private void Planned(TraceEvent happened, JsonElement data)
    {
        var revision = data.Whole("revision");
        var node = Node(happened, revision == 0 ? "[bold]plan[/]" : $"[bold]plan[/], revision {revision}");
        plan = [.. data.Items("steps").Select(s => s.Text("title") ?? "?")];
        foreach (var (step, index) in data.Items("steps").Select((s, i) => (s, i)))
        {
            node.AddNode($"{index + 1}. {Text(step, "title")}{After(" with ", step, "tool")}");
        }

        Detail(node, "reply", data, "reply");
    }

    private void Ended(TraceEvent happened, JsonElement data)
    {
        var reason = ReasonName.Of(data.Text("reason") ?? "Completed");
        var good = reason is "completed" or "needs-input";
        var node = Node(happened, $"[bold {(good ? "green" : "yellow")}]{reason}[/]{(data.Flag("partial") ? ", partial" : "")}");
        Detail(node, "answer", data, "answer");
        Detail(node, "error", data, "error");
    }

    private static void Attempts(TreeNode node, JsonElement data)
    {
        foreach (var attempt in data.Items("attempts"))
        {
            var cached = attempt.Whole("cached_tokens");
            var failure = attempt.Text("category") is { } category ? $" [red]{ReasonName.Of(category)}[/]{After(": ", attempt, "error")}" : "";
            node.AddNode(
                $"[dim]{Text(attempt, "model")}, {Amounts.Duration(TimeSpan.FromMilliseconds(attempt.Number("milliseconds")))}, "
                + $"{attempt.Whole("input_tokens")}{(cached > 0 ? $" ({cached} cached)" : "")} + {attempt.Whole("output_tokens")} tokens{(attempt.Flag("assumed") ? " (assumed)" : "")}, "
                + $"{Amounts.Money(attempt.Whole("cost_nanos") / 1_000_000_000m)}[/]{failure}");
        }
    }

    /// <summary>Adds a node below the call that an event is about.</summary>
    public TreeNode Under(TraceEvent happened, string markup) => (happened.Payload is { } data ? Call(happened, data) : null)?.AddNode(markup) ?? tree.AddNode(markup);

    private void Under(TraceEvent happened, JsonElement data, string markup) =>
        _ = Call(happened, data)?.AddNode($"[dim]{happened.Sequence}[/] {markup}") ?? Node(happened, markup);

    private TreeNode? Call(TraceEvent happened, JsonElement data) =>
        calls.TryGetValue(data.Text("call") ?? "", out var node) ? node : happened.Kind == "tool.started" ? Node(happened, $"call {Text(data, "call")}") : null;

    private static void Detail(TreeNode node, string label, JsonElement data, string member)
    {
        if (data.Text(member) is { Length: > 0 } text)
        {
            node.AddNode($"[dim]{label}[/] {Escape(SafeText.Of(text).Trim())}");
        }
    }

    private TreeNode Node(TraceEvent happened, string markup) => tree.AddNode($"[dim]{happened.Sequence}[/] {markup}");

    private static string Text(JsonElement data, string member) => Escape(SafeText.Of(data.Text(member) ?? "").Trim());

    private static string After(string words, JsonElement data, string member) => data.Text(member) is { Length: > 0 } text ? words + Escape(SafeText.Of(text)) : "";

    private static string Escape(string text) => Markup.Escape(text);
}
