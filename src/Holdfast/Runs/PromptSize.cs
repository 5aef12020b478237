using System.Text;
using Holdfast.Agents;
using Holdfast.Models;
using Holdfast.Runs.Commands;
using Holdfast.Safety.Text;

namespace Holdfast.Runs;

/// <summary>How large the prompt of a call is that is made from a state.</summary>
/// <param name="Bytes">All of it, in UTF-8 bytes: no byte-level tokenizer makes more tokens of it.</param>
/// <param name="Known">What its beginning was charged, and how many bytes came since; null when there is none.</param>
internal readonly record struct PromptSize(long Bytes, KnownPrompt? Known)
{
    /// <summary>Measures the prompt of a command; null for an ordinary step.</summary>
    public static PromptSize Of(RunState state, Agent agent, CallModel? command)
    {
        if (command?.Document is { } document)
        {
            return new PromptSize(Encoding.UTF8.GetByteCount(document) + Encoding.UTF8.GetByteCount(command.Instruction ?? "") + command.SchemaBytes + 64, null);
        }

        var extra = command?.Instruction is { } instruction ? Encoding.UTF8.GetByteCount(instruction) + 16L : 0;
        foreach (var call in state.Pending)
        {
            extra += 64 + UntrustedText.MarkBytes + Encoding.UTF8.GetByteCount(call.Result ?? "");
        }

        extra += command?.SchemaBytes ?? 0;
        return new PromptSize(
            AgentPrompt.Of(agent).Bytes + Encoding.UTF8.GetByteCount(MemoryStep.Describe(state) ?? "") + Encoding.UTF8.GetByteCount(state.Summary ?? "") + Encoding.UTF8.GetByteCount(ContextWindow.Notes(state, agent) ?? "") + state.Messages.Bytes + extra,
            state.LastPrompt is { } known ? known with { Bytes = state.Messages.Bytes - known.Bytes + extra + 16 } : null);
    }

    /// <summary>The most input tokens that a model can make of it.</summary>
    public long TokenBound(string model) => KnownPrompt.TokenBound(Known, model, Bytes);
}
