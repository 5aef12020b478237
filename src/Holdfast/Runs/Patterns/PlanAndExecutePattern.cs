using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Json;
using Holdfast.Runs.Commands;
using Holdfast.Runs.Events;
using Microsoft.Extensions.AI;

namespace Holdfast.Runs.Patterns;

/// <summary>Plan first, then carry out step by step. The plan is data in the journal; each step ends with a checkpoint.</summary>
internal sealed class PlanAndExecutePattern(bool confirm, int replans) : Pattern
{
    private const string Failed = "FAILED:";
    private const string Skip = "SKIP:";
    private const string Ask = "ASK:";

    private static readonly JsonElement SchemaElement = JsonElement.Parse("""
        {
          "type": "object",
          "properties": {
            "reply": { "type": ["string", "null"], "description": "What to tell or ask the user when nothing has to be done; else null." },
            "steps": {
              "type": "array", "maxItems": 12,
              "items": {
                "type": "object",
                "properties": {
                  "title": { "type": "string", "description": "What the step achieves, with the values it needs." },
                  "tool": { "type": ["string", "null"], "description": "The tool it needs, or null." }
                },
                "required": ["title", "tool"], "additionalProperties": false
              }
            }
          },
          "required": ["reply", "steps"], "additionalProperties": false
        }
        """);

    private static readonly JsonSchema Schema = JsonSchema.Parse(SchemaElement);
    private static readonly ChatResponseFormat Format = ChatResponseFormat.ForJsonSchema(SchemaElement, "plan");

    public override string Fingerprint => $"plan-and-execute confirm={confirm} replans={replans}";

    public override Command Next(RunState state, Agent agent)
    {
        var plan = state.Plan;
        if (plan is null || plan.Run != state.Ordinal)
        {
            return NewRun(state, plan);
        }

        if (plan.Outcome == StepOutcome.Replan)
        {
            return state.Reply is { } revised ? Record(revised, plan.Revision + 1) : Plan($"Step '{plan.Steps[plan.Current].Title}' failed: {plan.Notes.LastOrDefault()}. Plan only what is left to do, in another way.");
        }

        if (plan.Steps.Count == 0)
        {
            return Answer(plan.Reply ?? agent.Fallback, spoken: false);
        }

        if (confirm && plan.Revision == 0 && plan.Current == 0 && !plan.Confirmed)
        {
            return new Finish(TerminationReason.NeedsInput, "This is what I would do:\n" + string.Join('\n', plan.Steps.Select((s, i) => $"{i + 1}. {s.Title}")) + "\nShall I go ahead?");
        }

        if (plan.Outcome == StepOutcome.NeedsInput)
        {
            return Answer(plan.Notes[^1], spoken: false) with { Reason = TerminationReason.NeedsInput };
        }

        return plan.Current < plan.Steps.Count ? Step(state, agent, plan) : Conclude(state, agent, plan);
    }

    private Command NewRun(RunState state, PlanState? previous)
    {
        if (confirm && previous is { Steps.Count: > 0, Current: 0, Outcome: null } && previous.Run == state.Ordinal - 1 && !state.Early && IsYes(state.Input))
        {
            return new Record(new PlanMade(previous.Steps, Confirmed: true));
        }

        return state.Reply is { } made ? Record(made, 0) : Plan("Decide what to do about the user's last message.");
    }

    private Command Step(RunState state, Agent agent, PlanState plan)
    {
        if (state.Reply is not { } reply)
        {
            var step = plan.Steps[plan.Current];
            return new CallModel(Purposes.Act, Tier.Standard)
            {
                OffersTools = true,
                IsAnswer = plan.Steps.Count == 1,
                Instruction = $"Current step {plan.Current + 1} of {plan.Steps.Count}: {step.Title}{(step.Tool is null ? "" : $" (tool: {step.Tool})")}. "
                    + "Carry out this step only. Then tell the user in a sentence or two what came of it. "
                    + $"If it cannot be done, start with '{Failed}' and say why. If the plan can do without it, start with '{Skip}'. If only the user can decide, start with '{Ask}' and ask.",
            };
        }

        if (reply.StartsWith(Failed, StringComparison.OrdinalIgnoreCase))
        {
            var why = reply[Failed.Length..].Trim();
            if (plan.Retries == 0)
            {
                return Ended(plan, StepOutcome.Retry, why);
            }

            return plan.Revision < replans
                ? Ended(plan, StepOutcome.Replan, why)
                : new Finish(TerminationReason.ToolFailed, $"I could not finish this: {why} {agent.Fallback}", Partial: plan.Current > 0, Error: why);
        }

        if (reply.StartsWith(Skip, StringComparison.OrdinalIgnoreCase))
        {
            return Ended(plan, StepOutcome.Skipped, reply[Skip.Length..].Trim());
        }

        if (reply.StartsWith(Ask, StringComparison.OrdinalIgnoreCase))
        {
            return Ended(plan, StepOutcome.NeedsInput, reply[Ask.Length..].Trim());
        }

        return Ended(plan, StepOutcome.Done, reply);
    }

    private static Command Conclude(RunState state, Agent agent, PlanState plan)
    {
        if (plan.Steps.Count == 1 && plan.Notes.Count > 0)
        {
            return Answer(plan.Notes[^1], spoken: true);
        }

        return state.Reply is { } answer
            ? Answer(answer, spoken: false)
            : new CallModel(Purposes.Answer, Tier.Standard)
            {
                IsAnswer = true,
                Instruction = "All steps are finished. Tell the user in a few sentences what was done and what was not. Say only what the results above say.",
            };
    }

    private static Record Ended(PlanState plan, StepOutcome outcome, string note) => new(new StepFinished(plan.Current, outcome, note));

    private static CallModel Plan(string task) => new(Purposes.Plan, Tier.Strong)
    {
        OffersTools = true,
        ResponseSchema = Schema,
        ResponseFormat = Format,
        SchemaBytes = System.Text.Encoding.UTF8.GetByteCount(SchemaElement.GetRawText()),
        Instruction = task + " Do not call tools now. Answer with a JSON object: either {\"reply\": \"…\", \"steps\": []} to tell or ask the user something, "
            + "or {\"reply\": null, \"steps\": [{\"title\": \"…\", \"tool\": \"…\"}]} with the fewest steps that do it.",
    };

    private static Record Record(string json, int revision)
    {
        // Validated against the schema by the gateway before it was journaled.
        using var document = JsonDocument.Parse(json);
        var steps = document.RootElement.GetProperty("steps").EnumerateArray()
            .Select(s => new PlanStep(s.GetProperty("title").GetString()!, s.GetProperty("tool").GetString())).ToList();
        return new Record(new PlanMade(steps, revision, document.RootElement.GetProperty("reply").GetString()));
    }

    private static bool IsYes(string input)
    {
        var text = input.Trim().TrimEnd('.', '!').ToLowerInvariant();
        return text is "y" or "yes" or "yes please" or "ok" or "okay" or "sure" or "go ahead" or "do it" or "confirm" or "confirmed" or "correct" or "sounds good" or "please do";
    }
}
