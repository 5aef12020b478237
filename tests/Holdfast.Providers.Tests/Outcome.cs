using System.Text.Json;
using Holdfast.Models;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Tests;

/// <summary>What a caller ends up with, comparable by value.</summary>
internal sealed record Outcome(string Text, string Refusal, string Reasoning, string Calls, string Finish, long? Input, long? Output)
{
    public static Outcome Of(ChatResponse response)
    {
        var contents = response.Messages.SelectMany(message => message.Contents).ToList();
        return new Outcome(
            response.Text,
            string.Concat(contents.OfType<ErrorContent>().Select(error => error.Message)),
            string.Concat(contents.OfType<TextReasoningContent>().Select(reasoning => reasoning.Text)),
            Call(contents.OfType<FunctionCallContent>().Select(call =>
                (call.CallId, call.Name, call.RawRepresentation.ShouldBeOfType<ToolCallArguments>().Json))),
            response.FinishReason?.Value ?? "",
            response.Usage?.InputTokenCount,
            response.Usage?.OutputTokenCount);
    }

    public static string Call(IEnumerable<(string Id, string Name, string Arguments)> calls) =>
        string.Join('\n', calls.Select(call => JsonSerializer.Serialize(new[] { call.Id, call.Name, call.Arguments })));
}
