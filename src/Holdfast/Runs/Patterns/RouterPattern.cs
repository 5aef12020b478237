using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Agents;
using Holdfast.Classification;
using Holdfast.Json;
using Holdfast.Runs.Commands;
using Holdfast.Runs.Events;
using Holdfast.Safety.Labels;
using Microsoft.Extensions.AI;

namespace Holdfast.Runs.Patterns;

/// <summary>Finds the specialist for a message; from then on that one's pattern decides.</summary>
internal sealed class RouterPattern : Pattern
{
    /// <summary>How sure the classifier must be of another specialist to take a message from the one that waits for an answer.</summary>
    private const double Clear = 0.9;

    private const string Agent = "agent";
    private const string Confidence = "confidence";
    private const string Nobody = "none";
    private const string Unclear = "unclear";
    private const int MostTools = 40;

    private readonly Routing routing;
    private readonly CallModel question;

    public RouterPattern(Routing routing, IReadOnlyList<Agent> specialists)
    {
        this.routing = routing;
        Fingerprint = string.Join('\n', [
            string.Create(CultureInfo.InvariantCulture, $"router {routing.UsesModel} {routing.Confidence} {routing.AsksWhenUnsure} {routing.Default} {routing.HandOvers} {routing.Classifier?.Hash}"),
            .. specialists.Select(static s => $"{s.Name} {s.Version}"),
        ]);
        var schema = SchemaOf(specialists);
        question = new CallModel(Purposes.Route, Tier.Fast)
        {
            Instruction = "Which of these agents should answer the user's last message, going by the whole conversation?\n"
                + string.Join('\n', specialists.Select(static s => $"- {s.Name}: {s.Description}"))
                + $"\nAnswer only with a JSON object {{\"{Agent}\": \"…\", \"{Confidence}\": 0 to 1}}. The agent is '{Nobody}' when the message is about nothing that any of them does, and '{Unclear}' when it could be several of them.",
            ResponseSchema = JsonSchema.Parse(schema),
            ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, "route"),
            SchemaBytes = System.Text.Encoding.UTF8.GetByteCount(schema.GetRawText()),
        };
    }

    public override string Fingerprint { get; }

    public override Command Next(RunState state, Agent agent) => (state.Route.Acting, state.Route.Outcome) switch
    {
        // The version that acted is not the one of this process, and has no specialist of that name: find another.
        (not null, _) or (_, null) => Decide(state, agent),
        (_, RouteOutcome.Asked) => new Finish(TerminationReason.NeedsInput, $"I am not sure what this is about. Which of these is it?\n{Choices(agent)}"),
        (_, RouteOutcome.OutOfScope) => new Finish(TerminationReason.Completed, $"{Courtesy.AnswerTo(state.Input) ?? "I can't help with that here."} What I can help with:\n{Choices(agent)}"),
        _ => new Finish(
            TerminationReason.Escalated,
            $"I could not find out who should answer this, so I passed it on to a person. {agent.Fallback}",
            Error: "The router could not tell which specialist is meant."),
    };

    private Command Decide(RunState state, Agent router)
    {
        var route = state.Route;
        var last = route.Last is { } name ? Find(router, name) : null;
        if (state.Failure is not null)
        {
            return last is not null ? Chosen(last, 0, RouteMeans.FollowUp) : Otherwise(router, 0, RouteMeans.Default);
        }

        if (state.Reply is { } reply)
        {
            return FromModel(reply, state, router);
        }

        var prediction = routing.Classifier?.Predict(state.Input);
        var predicted = prediction is { InScope: true } ? Find(router, prediction.Label) : null;
        if (last is not null && route.Awaited)
        {
            return predicted is not null && predicted != last && prediction!.Confidence >= Math.Max(Clear, routing.Confidence)
                ? Chosen(predicted, prediction.Confidence, RouteMeans.Classifier)
                : Chosen(last, 1, RouteMeans.FollowUp);
        }

        if (route.Asked && Named(state.Input, router) is { } named)
        {
            return Chosen(named, 1, RouteMeans.Answer);
        }

        if (predicted is not null && prediction!.Confidence >= routing.Confidence)
        {
            return Chosen(predicted, prediction.Confidence, RouteMeans.Classifier);
        }

        if (routing.UsesModel)
        {
            return question;
        }

        // A few words such as "and the blue one?" say little by themselves.
        return predicted is not null && last is not null ? Chosen(last, prediction!.Confidence, RouteMeans.FollowUp)
            : predicted is null ? Unserved(RouteOutcome.OutOfScope, prediction!.Confidence, RouteMeans.Classifier)
            : Unsure(state, router, prediction!.Confidence, RouteMeans.Classifier);
    }

    private Record FromModel(string reply, RunState state, Agent router)
    {
        // Validated against the schema by the gateway before it was journaled.
        using var document = JsonDocument.Parse(reply);
        var name = document.RootElement.GetProperty(Agent).GetString()!;
        var confidence = document.RootElement.GetProperty(Confidence).GetDouble();
        return name == Nobody ? Unserved(RouteOutcome.OutOfScope, confidence, RouteMeans.Model)
            : Find(router, name) is { } specialist && confidence >= routing.Confidence ? Chosen(specialist, confidence, RouteMeans.Model)
            : Unsure(state, router, confidence, RouteMeans.Model);
    }

    /// <summary>Nobody can tell: ask, but not twice in a row.</summary>
    private Record Unsure(RunState state, Agent router, double confidence, RouteMeans by) =>
        routing.AsksWhenUnsure && !state.Route.Asked ? Unserved(RouteOutcome.Asked, confidence, by) : Otherwise(router, confidence, by);

    private Record Otherwise(Agent router, double confidence, RouteMeans by) =>
        routing.Default is { } name && Find(router, name) is { } specialist ? Chosen(specialist, confidence, RouteMeans.Default) : Unserved(RouteOutcome.Escalated, confidence, by);

    private static Record Chosen(Agent specialist, double confidence, RouteMeans by) => new(new RouteChosen(specialist.Name, specialist.Version, Math.Round(confidence, 4), by));

    private static Record Unserved(RouteOutcome outcome, double confidence, RouteMeans by) => new(new RouteChosen(null, null, Math.Round(confidence, 4), by, outcome));

    private static Agent? Find(Agent router, string name) => router.Specialists.FirstOrDefault(s => s.Name == name);

    /// <summary>The one specialist whose name the user says, or null.</summary>
    private static Agent? Named(string input, Agent router)
    {
        var said = Words.Of(input);
        var named = router.Specialists.Where(s => Words.Of(s.Name).TrueForAll(said.Contains)).ToList();
        return named.Count == 1 ? named[0] : null;
    }

    private static string Choices(Agent router) => string.Join('\n', router.Specialists.Select(static s => $"- {s.Name}: {s.Description}"));

    /// <summary>The descriptions hold what the tools are for: the offline model knows nothing else of the specialists.</summary>
    private static JsonElement SchemaOf(IReadOnlyList<Agent> specialists) => JsonElement.Parse(new JsonObject
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            [Agent] = new JsonObject
            {
                ["type"] = "string",
                ["enum"] = new JsonArray([.. specialists.Select(static s => (JsonNode?)JsonValue.Create(s.Name)), JsonValue.Create(Nobody), JsonValue.Create(Unclear)]),
                ["description"] = string.Join('\n', specialists.Select(static s => string.Join(
                    " | ", s.Tools.All.Take(MostTools).Select(static t => (t.Name, t.Description)).Prepend((s.Name, s.Description)).Select(static part => $"{part.Name}: {OneLine(part.Description)}")))),
            },
            [Confidence] = new JsonObject { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 1 },
        },
        ["required"] = new JsonArray(Agent, Confidence),
        ["additionalProperties"] = false,
    }.ToJsonString());

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Replace('|', '/');
}
