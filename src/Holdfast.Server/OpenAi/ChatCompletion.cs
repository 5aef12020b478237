using Holdfast.Runs;
using Holdfast.Server.Wire;

namespace Holdfast.Server.OpenAi;

/// <summary>A chat completion, or one event of a streamed one.</summary>
/// <param name="Id">Made of the run's id.</param>
/// <param name="Object"><c>chat.completion</c> or <c>chat.completion.chunk</c>.</param>
/// <param name="Created">When, in seconds of Unix time.</param>
/// <param name="Model">The name of the agent.</param>
/// <param name="Choices">The one answer; empty in the event that tells the usage.</param>
/// <param name="Usage">What the run used, or null.</param>
internal sealed record ChatCompletion(string Id, string Object, long Created, string Model, IReadOnlyList<ChatChoice> Choices, ChatUsage? Usage = null)
{
    public static ChatCompletion Whole(RunResult run, DateTimeOffset at) => new(
        IdOf(run.Run),
        "chat.completion",
        at.ToUnixTimeSeconds(),
        run.Agent,
        [new ChatChoice(0, new ChatMessageView("assistant", run.Answer ?? ""), null, ChatChoice.FinishOf(run.Reason))],
        ChatUsage.Of(run));

    public static ChatCompletion Part(Guid run, string agent, DateTimeOffset at, ChatMessageView delta, string? finish = null) =>
        new(IdOf(run), "chat.completion.chunk", at.ToUnixTimeSeconds(), agent, [new ChatChoice(0, null, delta, finish)]);

    public static ChatCompletion UsageOf(RunResult run, DateTimeOffset at) =>
        new(IdOf(run.Run), "chat.completion.chunk", at.ToUnixTimeSeconds(), run.Agent, [], ChatUsage.Of(run));

    private static string IdOf(Guid run) => "chatcmpl-" + WireId.Of(run);
}
