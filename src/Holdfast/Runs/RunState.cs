using System.Collections.Immutable;
using Holdfast.Journal;
using Holdfast.Models;
using Holdfast.People;
using Holdfast.Runs.Events;

namespace Holdfast.Runs;

/// <summary>Everything that a run knows: the fold of its session's events. Nothing lives only in memory.</summary>
public sealed record RunState
{
    /// <summary>The state before the first event.</summary>
    public static RunState Empty { get; } = new();

    /// <summary>The session.</summary>
    public Guid Session { get; init; }

    /// <summary>Who the agent acts for.</summary>
    public Principal Principal { get; init; } = Principal.Anonymous;

    /// <summary>The agent's name.</summary>
    public string Agent { get; init; } = "";

    /// <summary>The agent version that the session is pinned to.</summary>
    public string Version { get; init; } = "";

    /// <summary>The digits in the marks around what strangers wrote.</summary>
    internal string Mark { get; init; } = "";

    /// <summary>The last event's sequence number.</summary>
    public long Sequence { get; private set; }

    /// <summary>The last event's time: the only clock that patterns see.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>Whether the session takes no more input.</summary>
    public bool Closed { get; init; }

    /// <summary>The conversation in the window.</summary>
    public MessageLog Messages { get; init; } = MessageLog.Empty;

    /// <summary>What stands for the messages that left the window, or null.</summary>
    public string? Summary { get; init; }

    /// <summary>Tokens of the session, the run in hand included.</summary>
    public long SessionTokens { get; init; }

    /// <summary>Cost of the session, the run in hand included, in nano-dollars.</summary>
    public long SessionCostNanos { get; init; }

    /// <summary>Signatures (name and arguments) of calls whose outcome is unknown: they are not made again.</summary>
    public ImmutableHashSet<string> UnknownOutcomes { get; init; } = [];

    /// <summary>The id of the run in hand or the last one.</summary>
    public Guid Run { get; init; }

    /// <summary>Its ordinal, from 1; 0 before the first.</summary>
    public int Ordinal { get; init; }

    /// <summary>Its input.</summary>
    public string Input { get; init; } = "";

    /// <summary>When it started.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Whether a run is in hand.</summary>
    public bool Running { get; init; }

    /// <summary>How it ended, or null while it runs.</summary>
    public RunFinished? Finished { get; init; }

    /// <summary>When it ended, or null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether its input was said before the run before it had ended, so that it answers nothing that was asked there.</summary>
    public bool Early { get; init; }

    /// <summary>Steps so far: model calls and rounds of tool calls.</summary>
    public int Steps { get; init; }

    /// <summary>Tool calls so far.</summary>
    public int CallsMade { get; init; }

    /// <summary>Tokens so far.</summary>
    public long Tokens { get; init; }

    /// <summary>Cost so far, in nano-dollars.</summary>
    public long CostNanos { get; init; }

    /// <summary>What was used so far, per model, tier and purpose.</summary>
    public ImmutableArray<RunUsage> Usage { get; init; } = [];

    /// <summary>The tools called so far, each once.</summary>
    public ImmutableArray<string> Tools { get; init; } = [];

    /// <summary>The first error met, or null.</summary>
    public string? Error { get; init; }

    /// <summary>The calls of the current turn; empty when the model has the word.</summary>
    public ImmutableArray<PendingCall> Pending { get; init; } = [];

    /// <summary>The call that people are asked about, until it is finished; or null.</summary>
    public PendingApproval? Approval { get; init; }

    /// <summary>The run whose agent called this one, and what it hands down; or null.</summary>
    public CallingRun? CalledBy { get; init; }

    /// <summary>The part of <see cref="Tokens"/> that called agents used.</summary>
    public long CalledTokens { get; init; }

    /// <summary>The part of <see cref="CostNanos"/> that called agents caused, in nano-dollars.</summary>
    public long CalledCostNanos { get; init; }

    /// <summary>Why a person is needed, as a called agent said whose run ended as escalated; or null.</summary>
    public string? Escalation { get; init; }

    /// <summary>What waited for an approval in vain, here or in a run of a called agent; or null.</summary>
    public string? Lapsed { get; init; }

    /// <summary>The longest that a called agent of this turn waited for people.</summary>
    internal TimeSpan CalledWaited { get; init; }

    /// <summary>How long the run waited for people so far.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>What people allowed for the rest of the session.</summary>
    public ImmutableArray<Grant> Grants { get; init; } = [];

    /// <summary>The session's ticket, open or the last one closed; or null.</summary>
    public SessionTicket? Ticket { get; init; }

    /// <summary>The question with which the run has to end: the user is to confirm an action; or null.</summary>
    public ConfirmationAsked? Asked { get; init; }

    /// <summary>The digest of the action to which the user's message said a plain yes, until it is carried out; or null.</summary>
    public string? Confirmed { get; init; }

    /// <summary>The text of the last reply without tool calls, when the model said its last word in this run; or null.</summary>
    public string? Reply { get; init; }

    /// <summary>The last model failure that nothing followed yet, or null.</summary>
    public ModelFailed? Failure { get; init; }

    /// <summary>How often the context was compacted because a provider found it too long, since the last reply.</summary>
    public int CompactionsForFailure { get; init; }

    /// <summary>The budget's refusal that nothing followed yet, or null.</summary>
    public BudgetRefused? Refusal { get; init; }

    /// <summary>Whether somebody asked to cancel the run.</summary>
    public bool CancelRequested { get; init; }

    /// <summary>The limit that ends the run, or null.</summary>
    public TerminationReason? Limit { get; init; }

    /// <summary>The guard that ends the run, or null.</summary>
    public GuardStop? Stopped { get; init; }

    /// <summary>Whether a model was already asked for the closing summary of a run that a limit ends.</summary>
    public bool ClosingTried { get; init; }

    /// <summary>A tool of this run of which nobody can tell whether it happened, or null.</summary>
    public string? UnknownTool { get; init; }

    /// <summary>Signatures of the last turns (calls with results), newest last, for the detection of a stall.</summary>
    public ImmutableArray<long> Turns { get; init; } = [];

    /// <summary>The source of the first untrusted content that the session's models have read, such as <c>tool:read_inbox</c>; or null.</summary>
    public string? Taint { get; init; }

    /// <summary>Whether the session's models have read something that not everybody may see.</summary>
    public bool ReadPrivate { get; init; }

    /// <summary>What the labels rest on, of messages that left the window.</summary>
    public CarriedTrust Carried { get; init; } = CarriedTrust.None;

    /// <summary>The agent's notes in this session, oldest first.</summary>
    public ImmutableArray<NoteTaken> Notes { get; init; } = [];

    /// <summary>What a model wrote to stand for the messages that are about to leave the window, or null.</summary>
    public string? ModelSummary { get; init; }

    /// <summary>Whether a model was asked for it.</summary>
    public bool SummaryTried { get; init; }

    /// <summary>What a model proposed to keep of what the user said, as JSON text; or null.</summary>
    internal string? Extraction { get; init; }

    /// <summary>Whether a model was asked for it.</summary>
    internal bool ExtractionTried { get; init; }

    /// <summary>What of it is kept; null before that was decided.</summary>
    internal FactsExtracted? Extracted { get; init; }

    /// <summary>Why the run in hand ends the session: <c>session-expired</c>, <c>session-closed</c>, or null where it is an ordinary run.</summary>
    public string? Ending { get; init; }

    /// <summary>What the session started with of what is known of its user; null before that was looked up.</summary>
    public MemoryRecalled? Recalled { get; init; }

    /// <summary>What came of looking up whether the question was answered before; null before that, or where it is not looked up.</summary>
    internal AnswerLookedUp? LookedUp { get; init; }

    /// <summary>Whether the plan was made before anything untrusted was read.</summary>
    public bool PlanIsTrusted { get; init; }

    /// <summary>The plan, or null.</summary>
    public PlanState? Plan { get; init; }

    /// <summary>How far the workflow of the run is; null without one, or before its first step.</summary>
    public WorkflowState? Workflow { get; init; }

    /// <summary>What the batch of the run brought so far, by the ids of the items; empty for other runs.</summary>
    public ImmutableDictionary<string, BatchOutcome> Batch { get; init; } = ImmutableDictionary<string, BatchOutcome>.Empty;

    /// <summary>Which specialist of a router acts, since when.</summary>
    public RouteState Route { get; init; } = RouteState.None;

    /// <summary>How sure the run can be of its answer.</summary>
    public ConfidenceState Confidence { get; init; } = ConfidenceState.None;

    /// <summary>What the last successful prompt of the conversation was charged: a tight bound for the next one. Null when there is none to compare with.</summary>
    public KnownPrompt? LastPrompt { get; init; }

    /// <summary>Whether the last owner handed the run over in good order, so that no model call was lost.</summary>
    public bool HandedOver { get; init; }

    /// <summary>The most that the attempt under way may use, where it was recorded before the attempt; else null.</summary>
    internal (long Tokens, long CostNanos)? Reserved { get; init; }

    /// <summary>Whether a worker was lost and nothing finished since: the first call without a result may have been under way.</summary>
    internal bool Interrupted { get; init; }

    /// <summary>Dates a copy that nobody else has seen yet, which saves a second copy per event.</summary>
    internal void Stamp(long sequence, DateTimeOffset at)
    {
        Sequence = sequence;
        Now = at;
    }
}
