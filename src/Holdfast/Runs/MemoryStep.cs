using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Agents;
using Holdfast.Memory;
using Holdfast.Runs.Commands;
using Holdfast.Runs.Events;
using Holdfast.Safety.Labels;
using Holdfast.Tools;

namespace Holdfast.Runs;

/// <summary>Performs <see cref="Recall"/>, and the tools with which an agent remembers.</summary>
internal sealed class MemoryStep(RunServices services)
{
    /// <summary>Where what the session started with comes from, for the labels.</summary>
    public const string Source = "memory";

    public static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const int BytesPerToken = 3;
    private const int MostFound = 8;

    /// <summary>Words by which users ask for something to be remembered.</summary>
    private static readonly string[] RememberIntents = ["remember", "note", "save", "keep in mind", "memorise", "memorize", "don't forget", "merk", "retiens", "recuerda", "ricorda"];

    private IMemoryStore Store => services.Memory ?? throw Unavailable();

    /// <summary>Why nothing can be remembered here.</summary>
    public static HoldfastException Unavailable() =>
        new("memory-unavailable", "An agent of this process remembers, but its store does not implement IMemoryStore. Use one that does, or leave out Remembers().");

    /// <summary>Whether the agent remembers this user: one without a name may be anybody.</summary>
    public static bool Remembers(Agent agent, Principal principal) => agent.Memory is not null && principal.User != Principal.Anonymous.User;

    /// <summary>What models are told of the user; null for nothing.</summary>
    public static string? Describe(RunState state)
    {
        if (state.Recalled is not { } recalled || (recalled.Items.Count == 0 && recalled.Unverified == 0))
        {
            return null;
        }

        var text = new StringBuilder("[Known of the user from earlier conversations. What they say now counts more.]");
        foreach (var item in recalled.Items)
        {
            text.Append("\n- ").Append(item.Text);
        }

        if (recalled.Unverified > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n[{recalled.Unverified} more come from texts of others: the tool {MemoryTools.Recall} shows them.]");
        }

        return text.ToString();
    }

    /// <summary>What the session started with, for the labels: trusted, and for the user's eyes only.</summary>
    public static IEnumerable<CarriedText> TextsOf(RunState state) =>
        state.Recalled?.Items.Select(item => new CarriedText(Source, item.Text, 0, Private: true)) ?? [];

    /// <summary>Looks up what is known of the user, and records it.</summary>
    public async Task RecallAsync(SessionJournal journal, Agent agent, CancellationToken cancellationToken)
    {
        var state = journal.State;
        var items = await CurrentAsync(state, cancellationToken);
        var room = Math.Min(agent.Memory!.RecalledTokens, agent.Limits.WindowTokens / 16) * BytesPerToken;
        var chosen = MemoryText.Choose([.. items.Where(i => i.Trusted)], state.Input, room);
        journal.Record(new MemoryRecalled([.. chosen.Select(i => new RecalledItem(i.Id, MemoryText.Line(i)))], items.Count(i => !i.Trusted)));
    }

    /// <summary>Keeps what is remembered of a session, without what was forgotten in it. Returns the text of the last one, or null.</summary>
    public async Task<string?> KeepAsync(RunState state, IReadOnlyList<MemoryItem> episodes)
    {
        if (episodes.Count == 0)
        {
            return null;
        }

        var forgotten = await Store.ListMemoryAsync(Query(state, MemoryStatus.Forgotten), CancellationToken.None);
        var text = "";
        foreach (var episode in episodes)
        {
            text = forgotten.Aggregate(episode.Text, (left, item) => ForgottenText.Without(left, item.Text));
            await Store.RememberAsync(episode with { Text = text }, CancellationToken.None);
        }

        return text;
    }

    /// <summary>Keeps what the user told of in a session that ends: not what was forgotten, what is known, or what was remembered, corrected or taken back since it was said.</summary>
    public async Task LearnAsync(RunState state, IReadOnlyList<MemoryItem> facts)
    {
        if (facts.Count == 0)
        {
            return;
        }

        var known = await Store.ListMemoryAsync(Query(state, status: null), CancellationToken.None);
        var forgotten = await Store.ListMemoryAsync(Query(state, MemoryStatus.Forgotten), CancellationToken.None);
        foreach (var fact in facts)
        {
            var isStale = forgotten.Any(f => IsSame(f, fact) || ForgottenText.IsIn(fact.Text, f.Text) || ForgottenText.IsIn(f.Text, fact.Text))
                || known.Any(k => IsSame(k, fact) && (k.At >= fact.At || (k.Status == MemoryStatus.Current && k.Trusted == fact.Trusted && Words.Compact(k.Text) == Words.Compact(fact.Text))));
            try
            {
                await (isStale ? Task.CompletedTask : Store.RememberAsync(fact, CancellationToken.None));
            }
            catch (HoldfastException e) when (e.Code == "memory-full")
            {
                return;
            }
        }

        static bool IsSame(MemoryItem one, MemoryItem other) => one.Kind != MemoryKind.Episode && one.Subject == other.Subject && one.Key == other.Key;
    }

    /// <summary>Carries out a call of one of the tools.</summary>
    public async ValueTask<ToolResult> ExecuteAsync(
        RunState state, Agent agent, PendingCall call, JsonElement arguments, RunSituation situation, CancellationToken cancellationToken)
    {
        if (call.Name is NoteTools.Note or NoteTools.Read)
        {
            return SessionNotes.Execute(state.Notes, call, arguments);
        }

        if (!Remembers(agent, state.Principal))
        {
            return new ToolResult(ToolOutcome.Refused, "Nothing is kept of a user who did not say who they are. Go on without it.", Rule: "anonymous");
        }

        var started = services.Time.GetTimestamp();
        var text = call.Name switch
        {
            MemoryTools.Remember => await RememberAsync(state, call, arguments, situation, cancellationToken),
            MemoryTools.Recall => await FindAsync(state, Text(arguments, "about"), cancellationToken),
            _ => await ForgetAsync(state, Text(arguments, "key"), cancellationToken),
        };
        return text is null
            ? new ToolResult(ToolOutcome.Failed, $"Nothing more can be kept: {IMemoryStore.MostItems} items are. Ask the user what may be forgotten.", services.Time.GetElapsedTime(started), 1)
            : new ToolResult(ToolOutcome.Succeeded, text, services.Time.GetElapsedTime(started), 1);
    }

    private async Task<string?> RememberAsync(RunState state, PendingCall call, JsonElement arguments, RunSituation situation, CancellationToken cancellationToken)
    {
        var item = new MemoryItem
        {
            Id = IdOf(state, call),
            Kind = Enum.TryParse<MemoryKind>(Text(arguments, "kind"), ignoreCase: true, out var kind) && kind != MemoryKind.Episode ? kind : MemoryKind.Fact,
            Tenant = state.Principal.Tenant,
            User = state.Principal.User,
            Agent = state.Agent,
            Subject = SubjectOf(Text(arguments, "subject")),
            Key = KeyOf(Text(arguments, "key")),
            Text = Text(arguments, "value").Trim(),
            Trusted = call.Taint is null || IsAskedFor(situation.Asked, situation.Trusted, Text(arguments, "value"), Text(arguments, "key"), SubjectOf(Text(arguments, "subject"))),
            Confidence = arguments.TryGetProperty("confidence", out var sure) && sure.ValueKind == JsonValueKind.Number ? sure.GetDouble() : 1,
            Session = state.Session,
            Run = state.Run,
            Sequence = state.Messages.Count == 0 ? 0 : state.Messages[state.Messages.Count - 1].Sequence,
            At = services.Time.GetUtcNow(),
            Until = DateOnly.TryParse(Text(arguments, "until"), CultureInfo.InvariantCulture, out var last) ? new DateTimeOffset(last.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero) : null,
            By = "agent",
        };
        try
        {
            await Store.RememberAsync(item, cancellationToken);
        }
        catch (HoldfastException e) when (e.Code == "memory-full")
        {
            return null;
        }

        // No value is repeated: what Holdfast says vouches for none.
        return item.Trusted ? "Kept for later conversations." : "Kept for later conversations, as something that the user did not say: it will be shown as unverified.";
    }

    /// <summary>
    /// Before a stranger spoke, the model has only trusted words to go by. After that only what the user asks to be remembered counts, in the user's own words: whether they did, in one of
    /// the messages that say what they want.
    /// </summary>
    public static bool IsAskedFor(IReadOnlyList<TrustedText> asked, IReadOnlyList<TrustedText> trusted, string value, string key, string subject)
    {
        var compact = Words.Compact(value);
        var about = Words.Of($"{key.Replace('_', ' ')} {(subject == MemoryItem.UserSubject ? "" : subject)}");
        return new Provenance(trusted).PrincipalSays(RememberIntents, asked) && asked.Any(t => t.IsPrincipal && t.Spells(compact) && about.TrueForAll(t.Has));
    }

    private async Task<string> FindAsync(RunState state, string about, CancellationToken cancellationToken)
    {
        var items = await CurrentAsync(state, cancellationToken);
        var found = MemorySearch.Best(items, about, MostFound).ToList();
        var result = new JsonObject { ["known"] = Lines(found.Where(i => i.Trusted)) };
        if (found.Exists(i => !i.Trusted))
        {
            result[MemoryTools.Unverified] = Lines(found.Where(i => !i.Trusted));
        }
        else if (found.Count == 0)
        {
            result["note"] = "Nothing that is kept has to do with this.";
        }

        return result.ToJsonString(Relaxed);
    }

    private async Task<string> ForgetAsync(RunState state, string key, CancellationToken cancellationToken)
    {
        var items = await CurrentAsync(state, cancellationToken);
        var wanted = key.Trim().Equals("everything", StringComparison.OrdinalIgnoreCase) ? items : [.. items.Where(i => i.Key == KeyOf(key))];
        var forgotten = 0;
        foreach (var item in wanted)
        {
            forgotten += await Store.ForgetAsync(item.Id, services.Time.GetUtcNow(), cancellationToken) ? 1 : 0;
        }

        return forgotten == 0
            ? "Nothing is kept under this key. Use the tool recall to find the right one."
            : "Forgotten: it is not recalled any more, and is erased where it was written down as soon as this conversation has ended.";
    }

    /// <summary>What counts now, newest first.</summary>
    private async Task<IReadOnlyList<MemoryItem>> CurrentAsync(RunState state, CancellationToken cancellationToken)
    {
        var now = services.Time.GetUtcNow();
        return [.. (await Store.ListMemoryAsync(Query(state, MemoryStatus.Current), cancellationToken)).Where(i => i.CountsAt(now))];
    }

    private static MemoryQuery Query(RunState state, MemoryStatus? status) =>
        new() { Tenant = state.Principal.Tenant, User = state.Principal.User, Agent = state.Agent, Status = status };

    private static JsonArray Lines(IEnumerable<MemoryItem> items) => [.. items.Select(i => (JsonNode?)JsonValue.Create(MemoryText.Line(i)))];

    /// <summary>The id of what a call keeps: the same for every repetition of it.</summary>
    private static Guid IdOf(RunState state, PendingCall call) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{state.Run:N}-{call.Number}-memory")).AsSpan(0, 16));

    public static string SubjectOf(string subject) =>
        subject.Trim() is { Length: > 0 } named && !named.Equals(MemoryItem.UserSubject, StringComparison.OrdinalIgnoreCase) ? named : MemoryItem.UserSubject;

    public static string KeyOf(string key) => string.Join('_', Words.Of(key)) is { Length: > 0 } words ? words : key.Trim();

    private static string Text(JsonElement arguments, string name) =>
        arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
