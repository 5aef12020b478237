namespace Holdfast.Tools;

/// <summary>A call to be executed.</summary>
/// <param name="Id">The id that pairs call and result.</param>
/// <param name="Name">The tool's name, as the model wrote it.</param>
/// <param name="Arguments">The arguments as JSON text.</param>
/// <param name="IdempotencyKey">The key fixed with the intent, the same for every repetition.</param>
/// <param name="MayHaveHappened">True when a worker that died may have executed it.</param>
internal sealed record ToolCall(string Id, string Name, string Arguments, string IdempotencyKey, bool MayHaveHappened);
