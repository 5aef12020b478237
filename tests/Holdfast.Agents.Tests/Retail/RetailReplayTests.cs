using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Json;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Safety.Policy;
using Holdfast.Testing;
using Holdfast.Tools;

namespace Holdfast.Agents.Tests.Retail;

/// <summary>The tasks of the retail domain, played through the agent by a scripted model and confirmed by a scripted user.</summary>
public sealed class RetailReplayTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Every_task_reaches_the_database_of_direct_execution_with_every_write_confirmed_first()
    {
        var tasks = RetailData.Tasks;
        int writes = 0, refused = 0, confirmations = 0, unconfirmed = 0, authenticated = 0;
        foreach (var task in tasks)
        {
            var direct = new RetailDatabase(RetailData.Database);
            var actions = Authenticated(task, direct);
            authenticated += actions.Count - task.Actions.Count;
            var failures = Direct(direct, actions);
            foreach (var failure in failures)
            {
                output.WriteLine($"{task.Id}: {failure}");
            }

            var next = 0;
            await using var conversation = await RetailConversation.StartAsync(new RetailDatabase(RetailData.Database), turn =>
            {
                // A call that the user was asked about ends the run, so the run after it starts with the same call.
                next += turn.Step > 0 ? 1 : 0;
                return next < actions.Count ? ScriptedReply.Call(actions[next].Name, actions[next].Arguments.GetRawText()) : new ScriptedReply("That is done.");
            });
            var run = await conversation.SayAsync("Hello, I need help with my orders.");
            var asked = 0;
            var confirmed = new List<string>();
            while (run.Reason == TerminationReason.NeedsInput)
            {
                var action = actions[next];
                var written = conversation.Database.Writes;
                action.Writes.ShouldBeTrue($"{task.Id}: {action.Name} only reads.");
                run.Answer.ShouldNotBeNull().ShouldBe(QuestionOf(action), task.Id);
                written.Count.ShouldBeLessThanOrEqualTo(asked++, $"{task.Id}: a write was made before the yes.");
                confirmed.Add($"{action.Name} {action.Arguments.GetRawText()}");
                run = await conversation.SayAsync("yes");
                conversation.Database.Writes.Take(written.Count).ShouldBe(written, task.Id);
            }

            run.Reason.ShouldBe(TerminationReason.Completed, $"{task.Id}: {run.Answer} {run.Error}");
            conversation.Database.Writes.ShouldBe(direct.Writes, task.Id);
            JsonNode.DeepEquals(conversation.Database.Content, direct.Content).ShouldBeTrue(task.Id);
            asked.ShouldBe(actions.Count(a => a.Writes), task.Id);
            var events = (await conversation.Store.ReadEventsAsync(conversation.Session, 1, long.MaxValue, TestContext.Current.CancellationToken)).Select(EventCodec.Decode).ToList();
            events.OfType<ConfirmationAsked>().Count().ShouldBe(asked, task.Id);
            events.OfType<PolicyDecided>().Count(d => d is { Decision: PolicyDecision.Allow, Rule: "confirmed" }).ShouldBe(asked, task.Id);
            events.OfType<ToolFinished>().Count(f => f.Outcome == ToolOutcome.Failed).ShouldBe(failures.Count, task.Id);
            unconfirmed += conversation.Database.Writes.Count(w => !confirmed.Remove(w));
            writes += conversation.Database.Writes.Count;
            refused += asked - direct.Writes.Count;
            confirmations += asked;
        }

        Figure(string.Create(CultureInfo.InvariantCulture, $"retail: {tasks.Count} of {tasks.Count} tasks reach the database of direct execution ({authenticated} authenticated first, which their actions leave out)."));
        Figure(string.Create(CultureInfo.InvariantCulture, $"retail: {confirmations} confirmations asked and given, {writes} writes made, {refused} refused by the shop as by direct execution; writes without a yes: {unconfirmed}."));
        (tasks.Count, confirmations, unconfirmed).ShouldBe((74, 120, 0));
    }

    [Fact]
    public void The_declared_schemas_hold_for_the_actions_and_for_nothing_near_them()
    {
        var schemas = RetailData.Tools.ToDictionary(t => t.GetProperty("name").GetString()!, t => JsonSchema.Parse(t.GetProperty("parameters")));
        schemas.Count.ShouldBe(16);
        int valid = 0, changed = 0;
        foreach (var (task, action) in RetailData.Tasks.SelectMany(t => t.Actions.Select(a => (t.Id, a))))
        {
            var schema = schemas[action.Name];
            schema.IsValid(action.Arguments).ShouldBe(action.SchemaOk, $"{task}: {action.Name} {action.Arguments}");
            valid += action.SchemaOk ? 1 : 0;
            foreach (var wrong in Spoilt(action.Arguments))
            {
                schema.IsValid(wrong).ShouldBeFalse($"{task}: {action.Name} {wrong}");
                changed++;
            }
        }

        Figure(string.Create(CultureInfo.InvariantCulture, $"retail: {valid} calls satisfy the declared schemas; {changed} spoilt ones (a member left out, added, or of another type) are refused."));
        valid.ShouldBe(365);
    }

    /// <summary>The actions, with the user found first where they leave that out: the policy asks for it, and the tools insist.</summary>
    private static IReadOnlyList<RetailAction> Authenticated(RetailTask task, RetailDatabase database)
    {
        var users = (JsonObject)database.Content["users"]!;
        var user = task.Actions.Select(a => a.Arguments.TryGetProperty("user_id", out var id) ? id.GetString()
            : a.Arguments.TryGetProperty("order_id", out var order) ? (string?)database.Content["orders"]![order.GetString()!]?["user_id"] : null).FirstOrDefault(u => u is not null);
        if (user is null || task.Actions.Any(a => a.Name.StartsWith("find_user_id", StringComparison.Ordinal)))
        {
            return task.Actions;
        }

        var email = new JsonObject { ["email"] = (string)users[user]!["email"]! };
        return [new RetailAction("find_user_id_by_email", JsonElement.Parse(email.ToJsonString()), Writes: false, SchemaOk: true), .. task.Actions];
    }

    private static List<string> Direct(RetailDatabase database, IReadOnlyList<RetailAction> actions)
    {
        var failures = new List<string>();
        var session = Guid.NewGuid();
        foreach (var (index, action) in actions.Index())
        {
            try
            {
                database.Execute(action.Name, action.Arguments, session, $"direct-{index}");
            }
            catch (ToolException e)
            {
                failures.Add($"{action.Name} {action.Arguments}: {e.Message}");
            }
        }

        return failures;
    }

    private static string QuestionOf(RetailAction action) =>
        $"Please confirm: {action.Name.Replace('_', ' ')} with "
        + string.Join(", ", action.Arguments.EnumerateObject().Select(a => $"{a.Name.Replace('_', ' ')} '{a.Value}'"))
        + ". Reply 'yes' to go ahead; anything else leaves it undone.";

    private static IEnumerable<JsonElement> Spoilt(JsonElement arguments)
    {
        JsonObject Copy() => (JsonObject)JsonNode.Parse(arguments.GetRawText())!;
        var more = Copy();
        more["surprise"] = "more";
        yield return JsonElement.Parse(more.ToJsonString());
        foreach (var member in arguments.EnumerateObject())
        {
            var less = Copy();
            less.Remove(member.Name);
            yield return JsonElement.Parse(less.ToJsonString());
            var other = Copy();
            other[member.Name] = 7;
            yield return JsonElement.Parse(other.ToJsonString());
        }
    }

    /// <summary>Keeps a line where './test' prints it.</summary>
    private void Figure(string line)
    {
        output.WriteLine(line);
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "figures"));
        File.AppendAllText(Path.Combine(folder.FullName, "retail.txt"), line + "\n");
    }
}
