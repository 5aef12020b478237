using System.Text.RegularExpressions;
using Holdfast.Testing;
using Microsoft.Extensions.AI;

namespace Holdfast.Simulation.World;

/// <summary>A model that looks, books, confirms and says so. It decides from the conversation alone, as a resumed run needs it.</summary>
internal static partial class BookingMind
{
    public static ScriptedModel Model { get; } = new(Answer);

    /// <summary>As <see cref="Model"/>, but whenever it is asked anew what to book it chooses another day, as a real model might.</summary>
    /// <remarks>So an effect that left before its cause was durable shows as a second appointment.</remarks>
    public static ScriptedModel CreateFickle()
    {
        var asked = 0;
        return new ScriptedModel(turn =>
        {
            var reply = Answer(turn);
            if (reply.Calls is not [("book_appointment", var arguments)])
            {
                return reply;
            }

            var later = Day().Replace(arguments, day => DateOnly.Parse(day.ValueSpan).AddDays(60 * (Interlocked.Increment(ref asked) % 8)).ToString("yyyy-MM-dd"));
            return ScriptedReply.Call("book_appointment", later);
        });
    }

    public static ScriptedReply Answer(ScriptedTurn turn) => turn.Purpose switch
    {
        "plan" => new ScriptedReply("""
            {"reply":null,"steps":[{"title":"Look","tool":"check_availability"},{"title":"Book","tool":"book_appointment"},{"title":"Confirm","tool":"send_confirmation"}]}
            """),
        "answer" => new ScriptedReply(Done(turn)),
        _ when StepInstruction().Match(turn.Messages[^1].Text) is { Success: true } step =>
            turn.Results.Count == 0 ? Act(turn, int.Parse(step.Groups[1].ValueSpan) - 1) : new ScriptedReply("That went well."),
        _ => turn.Step < 3 ? Act(turn, turn.Step) : new ScriptedReply(Done(turn)),
    };

    public static string Done(string number) => $"Your massage is booked as {number} and confirmed by e-mail.";

    private static string Done(ScriptedTurn turn) => Done(NumberIn(turn));

    private static ScriptedReply Act(ScriptedTurn turn, int step)
    {
        var wish = Wish().Match(turn.Input);
        var (day, hour, email) = (wish.Groups[1].Value, wish.Groups[2].Value, wish.Groups[3].Value);
        return step switch
        {
            0 => ScriptedReply.Call("check_availability", $$"""{"service":"Massage","date":"{{day}}"}"""),
            1 => ScriptedReply.Call("book_appointment", $$"""{"service":"Massage","start":"{{day}}T{{hour}}"}"""),
            _ => ScriptedReply.Call("send_confirmation", $$"""{"appointmentId":"{{NumberIn(turn)}}","email":"{{email}}"}"""),
        };
    }

    private static string NumberIn(ScriptedTurn turn) => turn.Messages
        .SelectMany(m => m.Contents).OfType<FunctionResultContent>()
        .Select(r => Number().Match(r.Result?.ToString() ?? ""))
        .Last(m => m.Success).Value;

    [GeneratedRegex(@"on (\S+) at (\d\d:\d\d) and confirm to (\S+@example\.com)")]
    private static partial Regex Wish();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d")]
    private static partial Regex Day();

    [GeneratedRegex("APT-[A-Z0-9]+")]
    private static partial Regex Number();

    [GeneratedRegex(@"^Current step (\d+) of")]
    private static partial Regex StepInstruction();
}
