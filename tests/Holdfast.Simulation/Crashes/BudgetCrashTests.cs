using System.Text;
using Holdfast.Agents;
using Holdfast.Cost;
using Holdfast.Journal;
using Holdfast.Models;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Runs.Patterns;
using Holdfast.Safety.Labels;
using Holdfast.Simulation.World;
using Holdfast.Tools;
using Microsoft.Extensions.AI;

namespace Holdfast.Simulation.Crashes;

/// <summary>
/// No ceiling is crossed by what models really served, wherever processes die; and what they served is in the journal, as reported or as assumed.
/// The models count as many tokens as a prompt has bytes and say as much as they may, the most that a reservation must hold for.
/// </summary>
public class BudgetCrashTests
{
    private static readonly ModelPrice Cheap = new(1, 4);
    private static readonly ModelPrice Dear = new(5, 20);

    private readonly SimulatedClock clock = new();

    public static TheoryData<string> Worlds => ["reads", "effects", "plan", "unknown usage", "malformed", "dear fallback", "small window", "no ceilings"];

    [Theory]
    [MemberData(nameof(Worlds))]
    public async Task A_death_at_any_boundary_crosses_no_ceiling(string world)
    {
        (await CrashPlan.AtEachBoundaryAsync(plan => RunAsync(world, plan))).ShouldBeGreaterThan(8);
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public async Task Deaths_in_a_row_cross_no_ceiling(string world)
    {
        foreach (var plan in CrashPlan.InARow(20260317, boundaries: 15))
        {
            await RunAsync(world, plan);
        }
    }

    /// <summary>The store stops at a commit, and the process goes on as far as it gets before it dies.</summary>
    [Theory]
    [MemberData(nameof(Worlds))]
    public async Task What_goes_on_while_a_commit_hangs_crosses_no_ceiling(string world)
    {
        for (var commit = 1; await RunAsync(world, new CrashPlan(-commit)) > 0; commit++)
        {
        }

        await RunAsync(world, new CrashPlan(-3, -2, -4));
        await RunAsync(world, new CrashPlan(-4, -2, -2, 5));
    }

    /// <summary>One run on processes of which each dies: at boundary n, or, where n is below zero, some time after its commit -n has hung.</summary>
    private async Task<int> RunAsync(string world, CrashPlan plan)
    {
        await using var database = await Database.CreateAsync(StorageEngine.Memory);
        var store = await database.OpenAsync();
        var ledger = new Ledger();
        return await plan.RunAsync(
            clock,
            life => SimulatedProcess.StartAsync(store, AgentOf(world, life), ModelsOf(world, ledger, life), life, clock, around: new Hang(life, -life.DeathAt).AroundAsync),
            (process, key) => process.AskAsync("ann", "Look around", key, TestContext.Current.CancellationToken),
            (run, where) => VerifyAsync(store, run, AgentOf(world, new Life()).Limits, ledger, $"{world}, {where}"));
    }

    private static async Task VerifyAsync(IJournalStore store, RunResult run, AgentLimits limits, Ledger ledger, string where)
    {
        var events = await Journals.VerifyAsync(store, run.Session, where);
        long tokens = 0, cost = 0;
        foreach (var happened in events)
        {
            var attempts = happened switch
            {
                ModelReplied e => e.Attempts,
                ModelRetried e => e.Attempts,
                ModelFailed e => e.Attempts,
                BudgetRefused e => e.Attempts ?? [],
                _ => [],
            };
            tokens += attempts.Sum(a => a.InputTokens + a.OutputTokens) + ((happened as RunResumed)?.AssumedTokens ?? 0);
            cost += attempts.Sum(a => a.CostNanos) + ((happened as RunResumed)?.AssumedCostNanos ?? 0);
        }

        ledger.Tokens.ShouldBeLessThanOrEqualTo(tokens, where);
        ledger.CostNanos.ShouldBeLessThanOrEqualTo(cost, where);
        if (limits.RunTokens is null)
        {
            return;
        }

        ledger.Tokens.ShouldBeLessThanOrEqualTo(limits.RunTokens.Value, where);
        tokens.ShouldBeLessThanOrEqualTo(limits.RunTokens.Value, where);
        ledger.CostNanos.ShouldBeLessThanOrEqualTo((long)(limits.RunCost!.Value * 1_000_000_000), where);
        var (spent, reserved) = await ((IBudgetStore)store).ReadAsync("user/default/ann/2026-03-16");
        reserved.ShouldBe(0, where);
        spent.ShouldBeInRange(ledger.CostNanos, (long)(limits.UserDayCost!.Value * 1_000_000_000), where);
    }

    private static Agent AgentOf(string world, Life life)
    {
        var look = CrashingTools.Around(
            ToolMethods.Of(new World()).Single(t => t.Name == (world == "effects" ? "note" : "look")), life);
        return Agent.Define("looker").Instruct("Look around.").Use(look).Follow(world == "plan" ? Pattern.PlanAndExecute() : Pattern.ReAct).Limit(l => l with
        {
            Steps = world == "no ceilings" ? 12 : 40,
            OutputTokens = 40,
            Repetitions = 20,
            WindowTokens = world == "small window" ? 500 : l.WindowTokens,
            RunTokens = world == "no ceilings" ? null : 5_000,
            SessionTokens = world == "no ceilings" ? null : 5_000,
            RunCost = world == "no ceilings" ? null : world == "dear fallback" ? 0.02m : 0.01m,
            UserDayCost = world == "no ceilings" ? null : world == "dear fallback" ? 0.02m : 0.01m,
        }).Build();
    }

    private ModelCatalog ModelsOf(string world, Ledger ledger, Life life)
    {
        var patient = new ModelProviderOptions { RetryDelays = [TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero], BreakerFailures = 1_000 };
        ModelEndpoint Of(string name, ModelPrice price, Func<int, Fault> fault) =>
            new(new ModelProvider(name, patient, clock), "m", new GreedyModel(ledger, price, life, fault), price);
        return world switch
        {
            "unknown usage" => new([Of("a", Cheap, n => n % 3 != 2 ? Fault.Breaks : Fault.None)]),
            "malformed" => new([Of("a", Cheap, n => n % 3 != 2 ? Fault.Empty : Fault.None)]),
            "dear fallback" => new([Of("a", Cheap, n => n % 5 == 4 ? Fault.None : Fault.Refuses), Of("b", Dear, n => n % 2 == 0 ? Fault.Breaks : Fault.None)]),
            _ => new([Of("a", Cheap, _ => Fault.None)]),
        };
    }

    private enum Fault
    {
        None,
        Refuses,
        Breaks,
        Empty,
    }

    private sealed class World
    {
        [Tool("look", Effect = ToolEffect.Read, Returns = Integrity.Trusted)]
        [System.ComponentModel.Description("Looks around.")]
        public static string Look(int at) => $"at {at} there is nothing but " + new string('.', 100);

        [Tool("note", Effect = ToolEffect.Write, Idempotent = true, Returns = Integrity.Trusted)]
        [System.ComponentModel.Description("Writes a note.")]
        public static string Note(int at) => $"noted {at}";
    }

    /// <summary>What models really served, in all lives.</summary>
    private sealed class Ledger
    {
        private long tokens;
        private long costNanos;

        public long Tokens => Volatile.Read(ref tokens);

        public long CostNanos => Volatile.Read(ref costNanos);

        public void Add(long input, long output, ModelPrice price)
        {
            Interlocked.Add(ref tokens, input + output);
            Interlocked.Add(ref costNanos, price.CostNanos(input, output));
        }
    }

    /// <summary>Lets the n-th commit of a process hang, and ends its life when it has looked for work some times since.</summary>
    private sealed class Hang(Life life, int at)
    {
        private readonly TaskCompletionSource never = new();
        private int commits;
        private int looks;

        public async Task AroundAsync(string operation, Func<Task> work)
        {
            if (at > 0 && operation.StartsWith("commit", StringComparison.Ordinal) && Interlocked.Increment(ref commits) >= at)
            {
                await never.Task;
            }

            if (at > 0 && operation == "claim" && Volatile.Read(ref commits) >= at && Interlocked.Increment(ref looks) == 4)
            {
                life.End($"the hanging commit {at}");
            }

            await life.AroundAsync(operation, work);
        }
    }

    /// <summary>Calls its tool without end. A dead process gets nothing served.</summary>
    private sealed class GreedyModel(Ledger ledger, ModelPrice price, Life life, Func<int, Fault> fault) : IChatClient
    {
        private int asked;

        public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            await life.PassAsync("before the model");
            var failure = fault(asked++);
            if (failure == Fault.Refuses)
            {
                throw new ModelException(ErrorCategory.Overloaded, "no") { Status = 503 };
            }

            var all = messages.ToList();
            var input = all.Sum(m => m.Contents.Sum(SizeOf)) + (options?.Tools?.OfType<AIFunctionDeclaration>().Sum(t => Size(t.Name) + Size(t.Description) + Size(t.JsonSchema.GetRawText())) ?? 0);
            var output = options!.MaxOutputTokens!.Value;
            ledger.Add(input, output, price);
            await life.PassAsync("after the model");
            if (failure == Fault.Breaks)
            {
                throw new IOException("broken");
            }

            var purpose = (string)options.AdditionalProperties![ModelCallProperties.Purpose]!;
            var tool = options.Tools?.OfType<AIFunctionDeclaration>().FirstOrDefault()?.Name;
            AIContent content = purpose == Purposes.Plan ? new TextContent($$"""{"reply":null,"steps":[{"title":"Look","tool":"look"}]}""")
                : tool is null || options.ToolMode == ChatToolMode.None ? new TextContent("Done.")
                : new FunctionCallContent("c", tool) { RawRepresentation = new ToolCallArguments($$"""{"at":{{all.Count}}}""") };
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, failure == Fault.Empty ? [] : [content]))
            {
                FinishReason = content is FunctionCallContent ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop,
                Usage = new UsageDetails { InputTokenCount = input, OutputTokenCount = output },
            };
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException("Nobody watches.");

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }

        private static int Size(string? text) => Encoding.UTF8.GetByteCount(text ?? "");

        private static int SizeOf(AIContent content) => content switch
        {
            TextContent text => Size(text.Text),
            FunctionCallContent call => Size(call.Name) + Size((call.RawRepresentation as ToolCallArguments)?.Json),
            FunctionResultContent result => Size(result.Result as string),
            _ => 0,
        };
    }
}
