using System.Collections.Immutable;
using System.Text;
using Holdfast.Journal;
using Holdfast.Models;
using Holdfast.People;
using Holdfast.Runs.Events;
using Holdfast.Safety.Policy;
using Holdfast.Safety.Text;
using Holdfast.Tools;
using Microsoft.Extensions.AI;

namespace Holdfast.Runs;

/// <summary><c>Apply(state, event) -> state</c>: pure, total over all events.</summary>
internal static class RunReducer
{
    /// <summary>How many turns are remembered for the detection of a stall.</summary>
    private const int RememberedTurns = 12;

    public static RunState Apply(RunState state, RunEvent happened, long sequence, DateTimeOffset at)
    {
        var next = happened switch
        {
            SessionOpened e => state with { Mark = e.Mark ?? UntrustedText.Nonce(state.Session), Agent = e.Agent, Version = e.Version, Principal = new Principal(e.Tenant, e.User, e.Scopes ?? []) },
            SessionClosed => state with { Closed = true },
            RunStarted e => Start(state, e, sequence, at),
            RunHandedOver => state with { HandedOver = true },
            RunResumed e => Charge(state with { HandedOver = false, Reserved = null, Interrupted = state.Interrupted || !(state.HandedOver || DelegationRules.AreUnderWay(state)) }, e.AssumedTokens, e.AssumedCostNanos),
            ModelReplied e => Reply(state, e, sequence),
            ModelRetried e => Charge(state, e.Purpose, e.Tier, e.Attempts) with
            {
                Reserved = (e.ReservedTokens, e.ReservedCostNanos),
                Error = state.Error ?? ModelUse.FirstError(e.Attempts),
            },
            ModelFailed e => Fail(state, e),
            ToolStarted e => StartCall(state, e),
            PolicyDecided e => Decide(state, e),
            CallsRequested e => WorkflowRules.Apply(state, e, sequence),
            WorkflowStepFinished e => WorkflowRules.Apply(state, e),
            BatchChecked e => state with { Reply = null, Failure = null, Batch = state.Batch.SetItems(e.Items.Select(static o => KeyValuePair.Create(o.Item, o))) },
            DelegationStarted e => DelegationRules.Apply(state, e),
            DelegationFinished e => DelegationRules.Apply(Charge(state, e.Tokens, e.CostNanos), e),
            ApprovalRequested e => ApprovalRules.Apply(state, e, at),
            ApprovalDecided e => ApprovalRules.Apply(state, e, at),
            ApprovalReminded => state with { HandedOver = true, Approval = state.Approval is { } approval ? approval with { RemindAt = null } : null },
            ApprovalExpired e => ApprovalRules.Expire(state, e, at),
            TicketEvent e => TicketRules.Apply(state, e, sequence, at),
            GrantRevoked e => state with { Grants = state.Grants.RemoveAll(g => g.Tool == e.Tool) },
            ConfirmationAsked e => state with { Asked = e },
            AnswerScored e => ConfidenceRules.Apply(state, e),
            GuardJudged e => GuardStop.Apply(state, e),
            ToolFinished e => FinishCall(state, e, sequence),
            MemoryRecalled e => state with { Recalled = e, ReadPrivate = state.ReadPrivate || e.Items.Count > 0 },
            FactsExtracted e => state with { Extracted = e },
            AnswerLookedUp e => state with { LookedUp = e },
            NoteTaken e => state with { Notes = SessionNotes.Apply(state.Notes, e), LastPrompt = state.Summary is null ? state.LastPrompt : null },
            PlanMade e => state with
            {
                Plan = new PlanState(e.Steps, e.Revision, 0, 0, sequence, state.Ordinal, e.Reply, e.Revision == 0 ? [] : state.Plan?.Notes ?? []) { Confirmed = e.Confirmed },
                Reply = null,
                PlanIsTrusted = state.Taint is null,
            },
            StepFinished e => FinishStep(state, e, sequence),
            RouteChosen e => RouteRules.Apply(state, e, sequence, at),
            AgentHandedOver e => RouteRules.Apply(state, e, sequence, at),
            ContextCompacted e => ContextWindow.Apply(state, e),
            BudgetRefused e when IsSummary(state, e.Purpose) => Charge(state, e.Purpose, Tier.Fast, e.Attempts ?? []) with { Reserved = null, SummaryTried = true },
            BudgetRefused { Purpose: Purposes.Extract } e => Charge(state, e.Purpose, Tier.Fast, e.Attempts ?? []) with { Reserved = null, ExtractionTried = true },
            BudgetRefused { Purpose: Purposes.Sample } e => Charge(state, e.Purpose, Tier.Standard, e.Attempts ?? []) with { Reserved = null, Confidence = ConfidenceRules.WithoutMoreSamples(state.Confidence) },
            BudgetRefused e => Charge(state, e.Purpose, Tier.Standard, e.Attempts ?? []) with
            {
                Refusal = e,
                Reserved = null,
                ClosingTried = state.ClosingTried || e.Purpose == Purposes.Summarise,
                Error = state.Error ?? $"The ceiling '{e.Ceiling}' was reached.",
            },
            LimitReached e => state with { Limit = e.Limit },
            CancelRequested => state with { CancelRequested = true },
            FeedbackGiven or BudgetWarned => state,
            RunFinished e => Finish(state, e, sequence, at),
            _ => throw new System.Diagnostics.UnreachableException($"No rule for {happened.GetType().Name}."),
        };

        // Each rule returned a copy of its own, except those that change nothing.
        next = ReferenceEquals(next, state) ? state with { } : next;
        next.Stamp(sequence, at);
        return next;
    }

    private static RunState Start(RunState state, RunStarted e, long sequence, DateTimeOffset at) => new()
    {
        Session = state.Session,
        Principal = state.Principal,
        Mark = state.Mark,
        Agent = state.Agent,
        Version = state.Version,
        Messages = SessionEnding.Is(e.Trigger) ? state.Messages
            : state.Messages.Add((e.Withheld ? Logged(sequence, GuardStop.InsteadOfInput, GuardStop.InsteadOfInput.Text) : InputMessage(e, sequence)) with { At = at }),
        Ending = SessionEnding.Is(e.Trigger) ? e.Trigger : null,
        Finished = SessionEnding.Is(e.Trigger) ? state.Finished : null,
        Notes = state.Notes,
        Summary = state.Summary,
        SessionTokens = state.SessionTokens,
        SessionCostNanos = state.SessionCostNanos,
        UnknownOutcomes = state.UnknownOutcomes,
        LastPrompt = state.Route.Acting is null ? state.LastPrompt : null,
        Route = RouteRules.ForNextRun(state),
        Plan = state.Plan,
        PlanIsTrusted = state.PlanIsTrusted,
        Taint = state.Taint ?? e.CalledBy?.Taint,
        ReadPrivate = state.ReadPrivate || e.CalledBy is { Private: true },
        Carried = e.Trust ?? state.Carried,
        CalledBy = e.CalledBy,
        Recalled = state.Recalled,
        Grants = state.Grants,
        Ticket = state.Ticket,
        Confirmed = state.Asked is { } asked && state.Finished?.Answer == asked.Question && !e.Early && Agreement.IsIn(e.Input) ? asked.Digest : null,
        Early = e.Early,
        Confidence = ConfidenceRules.ForNextRun(state),
        Run = e.Run,
        Ordinal = e.Ordinal,
        Input = e.Input,
        StartedAt = at,
        Running = true,
    };

    private static LoggedMessage InputMessage(RunStarted e, long sequence)
    {
        var input = new TextContent(e.Input) { RawRepresentation = e.CalledBy is { } caller ? new GivenTask(caller) : null };
        if (e.Context is null)
        {
            return Logged(sequence, new ChatMessage(ChatRole.User, [input]), e.Input);
        }

        var context = new TextContent(e.Context) { AdditionalProperties = new() { [ModelCallProperties.Context] = true } };
        return new LoggedMessage(sequence, new ChatMessage(ChatRole.User, [input, context]), SizeOf(e.Input) + SizeOf(e.Context));
    }

    private static RunState Reply(RunState state, ModelReplied e, long sequence)
    {
        var (usage, tokens, cost) = ModelUse.Added(state.Usage, e.Purpose, e.Tier, e.Attempts);
        var isSummary = IsSummary(state, e.Purpose);
        var isAside = isSummary || e.Purpose == Purposes.Sample;
        var said = e.Withheld || isAside ? new Turn(state.LastPrompt, isAside ? state.Reply : null, state.Pending, state.CallsMade, state.Tools, state.Messages)
            : e.Purpose == Purposes.Act ? Speak(state, e, sequence)
            : new Turn(state.LastPrompt, e.Text, state.Pending, state.CallsMade, state.Tools, state.Messages);
        return state with
        {
            Usage = usage,
            Tokens = state.Tokens + tokens,
            CostNanos = state.CostNanos + cost,
            SessionTokens = state.SessionTokens + tokens,
            SessionCostNanos = state.SessionCostNanos + cost,
            Steps = state.Steps + 1,
            Failure = null,
            Refusal = null,
            Reserved = null,
            Interrupted = false,
            CompactionsForFailure = 0,
            Error = state.Error ?? ModelUse.FirstError(e.Attempts),
            ClosingTried = state.ClosingTried || (e.Purpose == Purposes.Summarise && !isSummary),
            SummaryTried = state.SummaryTried || isSummary,
            ModelSummary = isSummary && !e.Withheld ? e.Text : state.ModelSummary,
            ExtractionTried = state.ExtractionTried || e.Purpose == Purposes.Extract,
            Extraction = e is { Purpose: Purposes.Extract, Withheld: false } ? e.Text : state.Extraction,
            Confidence = ConfidenceRules.Count(state.Confidence, e),
            LastPrompt = said.LastPrompt,
            Reply = said.Reply,
            Pending = said.Pending,
            CallsMade = said.CallsMade,
            Tools = said.Tools,
            Messages = said.Messages,
        };
    }

    /// <summary>What the model said in the conversation: text, which ends its turn, or calls.</summary>
    private static Turn Speak(RunState state, ModelReplied e, long sequence)
    {
        var last = e.Attempts[^1];
        var prompt = new KnownPrompt(last.Model, last.InputTokens, state.Messages.Bytes);
        if (e.Calls is not { Count: > 0 } calls)
        {
            var text = e.Text ?? "";
            return new Turn(prompt, text, state.Pending, state.CallsMade, state.Tools, state.Messages.Add(Logged(sequence, new ChatMessage(ChatRole.Assistant, text), text)));
        }

        var contents = new List<AIContent>(calls.Count + 1);
        var bytes = 0;
        if (!string.IsNullOrEmpty(e.Text))
        {
            contents.Add(new TextContent(e.Text));
            bytes = SizeOf(e.Text);
        }

        var pending = ImmutableArray.CreateBuilder<PendingCall>(calls.Count);
        var tools = state.Tools;
        foreach (var call in calls)
        {
            contents.Add(new FunctionCallContent(call.Id, call.Name) { RawRepresentation = new ToolCallArguments(call.Arguments) });
            bytes += SizeOf(call.Name) + SizeOf(call.Arguments);
            pending.Add(new PendingCall(call.Id, call.Name, call.Arguments, state.CallsMade + pending.Count + 1, Taint: state.Taint));
            tools = tools.Contains(call.Name) ? tools : tools.Add(call.Name);
        }

        var messages = state.Messages.Add(new LoggedMessage(sequence, new ChatMessage(ChatRole.Assistant, contents), bytes));
        return new Turn(prompt, null, pending.MoveToImmutable(), state.CallsMade + calls.Count, tools, messages);
    }

    private static RunState Fail(RunState state, ModelFailed e) => Charge(state, e.Purpose, e.Tier, e.Attempts) with
    {
        Steps = state.Steps + 1,
        Failure = e.Purpose == Purposes.Sample || IsSummary(state, e.Purpose) ? state.Failure : e,
        Confidence = ConfidenceRules.Count(state.Confidence, e),
        Reserved = null,
        ClosingTried = state.ClosingTried || (e.Purpose == Purposes.Summarise && !IsSummary(state, e.Purpose)),
        SummaryTried = state.SummaryTried || IsSummary(state, e.Purpose),
        ExtractionTried = state.ExtractionTried || e.Purpose == Purposes.Extract,
        Error = state.Error ?? (e.Purpose == Purposes.Sample ? null : $"{e.Category}: {e.Message}"),
    };

    private static RunState StartCall(RunState state, ToolStarted e)
    {
        var index = IndexOf(state.Pending, e.Call);
        return index < 0 ? state : state with { Pending = state.Pending.SetItem(index, state.Pending[index] with { Started = true }) };
    }

    private static RunState Decide(RunState state, PolicyDecided e)
    {
        var index = e.Decision == PolicyDecision.Allow ? IndexOf(state.Pending, e.Call) : -1;
        return index < 0 ? state : state with { Pending = state.Pending.SetItem(index, state.Pending[index] with { Allowed = true }) };
    }

    private static RunState FinishCall(RunState state, ToolFinished e, long sequence)
    {
        var index = IndexOf(state.Pending, e.Call);
        if (index < 0)
        {
            return state;
        }

        state = e.Embeddings is { } used ? Charge(state, Purposes.Embed, Tier.Standard, used) with { Error = state.Error ?? ModelUse.FirstError(used) } : state;
        state = ConfidenceRules.Apply(ApprovalRules.Used(state, state.Pending[index], e.Outcome), e);
        var finished = state.Pending[index] with { Result = e.Result, Outcome = e.Outcome, Label = new ResultLabel(state.Pending[index].Name, state.Pending[index].Arguments, e.Outcome, e.Trust, e.Private) };
        var pending = state.Pending.SetItem(index, finished);
        var unknown = e.Outcome == ToolOutcome.Unknown ? state.UnknownOutcomes.Add(SignatureOf(finished)) : state.UnknownOutcomes;
        var error = state.Error ?? (e.Outcome is ToolOutcome.Failed or ToolOutcome.Unknown ? $"{finished.Name}: {e.Error ?? e.Result}" : null);
        if (!pending.All(static c => c.IsFinished))
        {
            return state with
            {
                Interrupted = false,
                Pending = pending,
                UnknownOutcomes = unknown,
                Error = error,
                UnknownTool = e.Outcome == ToolOutcome.Unknown ? finished.Name : state.UnknownTool,
            };
        }

        var contents = new List<AIContent>(pending.Length);
        var bytes = 0;
        foreach (var call in pending)
        {
            contents.Add(ResultContent.Of(state, call, ""));
            bytes += SizeOf((string)((FunctionResultContent)contents[^1]).Result!);
        }

        var turns = state.Turns.Add(TurnHash.Of(pending));
        return state with
        {
            Interrupted = false,
            Pending = [],
            Taint = state.Taint ?? PendingCall.TaintOf(pending),
            ReadPrivate = state.ReadPrivate || pending.Any(c => c.Label is { Private: true }),
            Steps = state.Steps + 1,
            UnknownOutcomes = unknown,
            Error = error,
            Messages = state.Messages.Add(new LoggedMessage(sequence, new ChatMessage(ChatRole.Tool, contents), bytes)),
            Turns = turns.Length > RememberedTurns ? turns.RemoveAt(0) : turns,
            UnknownTool = pending.FirstOrDefault(c => c.Outcome == ToolOutcome.Unknown)?.Name ?? state.UnknownTool,
        };
    }

    private static RunState FinishStep(RunState state, StepFinished e, long sequence)
    {
        if (state.Plan is not { } plan)
        {
            return state;
        }

        return state with
        {
            Reply = null,
            Plan = plan with
            {
                Current = e.Outcome is StepOutcome.Done or StepOutcome.Skipped ? plan.Current + 1 : plan.Current,
                Retries = e.Outcome == StepOutcome.Retry ? plan.Retries + 1 : 0,
                StepFrom = sequence,
                Notes = e.Note is null ? plan.Notes : plan.Notes.Add(e.Note),
                Outcome = e.Outcome,
            },
        };
    }

    private static RunState Finish(RunState state, RunFinished e, long sequence, DateTimeOffset at)
    {
        // Calls that will never get a result would make the conversation invalid for every provider.
        var messages = state.Messages;
        if (!state.Pending.IsEmpty)
        {
            var results = state.Pending.Select(c => (AIContent)ResultContent.Of(state, c, "No result: the run ended before one came.")).ToList();
            messages = messages.Add(new LoggedMessage(sequence, new ChatMessage(ChatRole.Tool, results), state.Pending.Sum(c => SizeOf(c.Result ?? "") + 64 + UntrustedText.MarkBytes)));
        }

        if (!e.Spoken && e.Answer is { Length: > 0 } answer)
        {
            messages = messages.Add(Logged(sequence, new ChatMessage(ChatRole.Assistant, answer), answer));
        }

        return state with
        {
            Running = false,
            Finished = e,
            EndedAt = at,
            Pending = [],
            Taint = state.Taint ?? PendingCall.TaintOf(state.Pending),
            ReadPrivate = state.ReadPrivate || state.Pending.Any(c => c.Label is { Private: true }),
            Messages = messages,
            Error = state.Error ?? e.Error,
        };
    }

    private static RunState Charge(RunState state, string purpose, Tier tier, IReadOnlyList<ModelAttempt> attempts)
    {
        var (usage, tokens, cost) = ModelUse.Added(state.Usage, purpose, tier, attempts);
        return Charge(state with { Usage = usage }, tokens, cost);
    }

    private static RunState Charge(RunState state, long tokens, long costNanos) => tokens == 0 && costNanos == 0 ? state : state with
    {
        Tokens = state.Tokens + tokens,
        CostNanos = state.CostNanos + costNanos,
        SessionTokens = state.SessionTokens + tokens,
        SessionCostNanos = state.SessionCostNanos + costNanos,
    };

    private static int IndexOf(ImmutableArray<PendingCall> calls, string id)
    {
        var index = calls.Length - 1;
        while (index >= 0 && calls[index].Id != id)
        {
            index--;
        }

        return index;
    }

    /// <summary>Whether a call is for a summary of what leaves the window or of the session, and not for the closing word of a run that a limit ends.</summary>
    public static bool IsSummary(RunState state, string purpose) => purpose == Purposes.Summarise && state.Limit is null;

    /// <summary>Name and arguments of a call, by which a repetition is known.</summary>
    public static string SignatureOf(PendingCall call) => call.Name + " " + call.Arguments;

    private static LoggedMessage Logged(long sequence, ChatMessage message, string text) => new(sequence, message, SizeOf(text));

    private static int SizeOf(string text) => Encoding.UTF8.GetByteCount(text) + 16;

    /// <summary>What a reply changes besides what it cost.</summary>
    private readonly record struct Turn(
        KnownPrompt? LastPrompt, string? Reply, ImmutableArray<PendingCall> Pending, int CallsMade, ImmutableArray<string> Tools, MessageLog Messages);
}
