using System.Text.RegularExpressions;
using Holdfast.Server.MockModel;

namespace Holdfast.Simulation.Faults;

/// <summary>What the mock model thinks: look the customer up, place the order, say its number. Decided from the conversation, whatever went wrong in it.</summary>
internal static partial class OrderMind
{
    public static MockScript Script { get; } = MockScript.From(Answer);

    /// <summary>The text that marks everything a run sends.</summary>
    public static string MarkOf(int run) => $"mark{run:D5}x";

    public static string? MarkIn(string text) => Mark().Match(text) is { Success: true } match ? match.Value : null;

    public static string OrderOf(string mark) => $"order-{mark[4..9]}";

    public static string AnswerTo(string mark) => $"{OrderOf(mark)} is placed for the customer of {mark}, as you wished.";

    private static MockReply Answer(MockRequest request)
    {
        var mark = MarkIn(request.LastUserText) ?? MarkIn(request.Messages.First(m => m.Role == "user").Text)!;

        // What left the window is in the summary, which a user's message carries.
        var results = request.Messages.Where(m => m.Role == "tool" || m.Text.Contains("summarised", StringComparison.Ordinal)).Select(m => m.Text).ToList();
        return results.Any(r => r.Contains(OrderOf(mark), StringComparison.Ordinal)) ? MockReply.Say(AnswerTo(mark))
            : results.Any(r => r.Contains("customer of", StringComparison.Ordinal)) ? MockReply.Call("place_order", $$"""{"mark":"{{mark}}"}""")
            : MockReply.Call("find_customer", $$"""{"mark":"{{mark}}"}""");
    }

    [GeneratedRegex("mark[0-9]{5}x")]
    private static partial Regex Mark();
}
