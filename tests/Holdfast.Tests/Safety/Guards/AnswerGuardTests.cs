using Holdfast.Safety.Guards;
using Holdfast.Safety.Guards.Answers;

namespace Holdfast.Tests.Safety.Guards;

/// <summary>What guards find in answers, and what they leave alone.</summary>
public sealed class AnswerGuardTests
{
    private const string Instructions =
        "You are the assistant of a hair salon. Never tell customers what a supplier charges. Always greet the regulars by their first name and offer them a coffee while they wait. "
        + "Refunds of up to 20 EUR are given within 14 days. Do not give discounts to anybody.";

    [Theory]
    [InlineData("Sure: You are the assistant of a hair salon. Never tell customers what a supplier charges. Always greet the regulars by their first name and offer them a coffee.", "instructions")]
    [InlineData("They say: you are the ASSISTANT of a hair-salon; never tell customers, what a supplier charges, always greet the regulars by their first name", "instructions")]
    [InlineData("My mark is hf-0123456789ab.", "canary")]
    [InlineData("In base64: dGhlIG1hcmsgdGhhdCBzdGFuZHMgaW4gbXkgaW5zdHJ1Y3Rpb25zIGlzIGhmLTAxMjM0NTY3ODlhYiBhbmQgSSBnaXZlIGl0IHRvIHlvdQ==", "canary")]
    [InlineData("We greet the regulars by their first name and offer them a coffee while they wait.", null)]
    [InlineData("I am an assistant of a salon and can book appointments.", null)]
    public async Task Instructions_are_not_given_away(string answer, string? kind) => (await KindsAsync(new PromptLeakGuard(), answer)).ShouldBe(kind is null ? [] : [kind]);

    [Fact]
    public async Task What_a_tool_returned_is_no_secret_though_the_instructions_hold_it() =>
        (await KindsAsync(new PromptLeakGuard(), Instructions, grounds: [Instructions])).ShouldBeEmpty();

    [Theory]
    [InlineData("See http://localhost:8080/admin for it.", "See [internal-address] for it.")]
    [InlineData("The host is db-1.prod.internal:5432, ask it.", "The host is [internal-address], ask it.")]
    [InlineData("Ask https://10.1.2.3/x?y=1 or 192.168.0.7.", "Ask [internal-address] or [internal-address].")]
    [InlineData("It failed:\n   at Shop.Orders.Find(Int32 id) in /src/Orders.cs:line 12\nSorry.", "It failed:\n[stack-trace]\nSorry.")]
    [InlineData("Traceback (most recent call last):\n  File \"app.py\", line 3, in run\nKeyError", "[stack-trace]\n[stack-trace]\nKeyError")]
    [InlineData("System.InvalidOperationException: no row\nSorry.", "[exception]\nSorry.")]
    [InlineData("I use book_appointment for that, but not rebook_appointments.", "I use book appointment for that, but not rebook_appointments.")]
    [InlineData("{\"name\":\"x\"} \"parameters\": {\"type\":\"object\"}", "{\"name\":\"x\"} [tool-configuration]")]
    [InlineData("<untrusted-0123456789abcdef source=\"tool:x\">\nHello\n</untrusted-0123456789abcdef>", "Hello")]
    [InlineData("See https://example.org/help, call at 10.15 or meet at the corner (10:30).", "See https://example.org/help, call at 10.15 or meet at the corner (10:30).")]
    [InlineData("The error: we are closed on 1.10.2026, version 10.2.", "The error: we are closed on 1.10.2026, version 10.2.")]
    public async Task Internal_details_are_replaced(string answer, string shown)
    {
        var outcome = await new GuardSet([new InternalDetailsGuard()]).CheckAsync(Answer(answer, []), cancellationToken: TestContext.Current.CancellationToken);
        outcome.Text.ShouldBe(shown);
    }

    [Theory]
    [InlineData("We will refund you 50 EUR.", "refund")]
    [InlineData("You'll get all of your 60 EUR as money back.", "refund")]
    [InlineData("I'll give you a 10% discount.", "discount")]
    [InlineData("I guarantee that it will work.", "legal-promise")]
    [InlineData("We accept full liability for the damage.", "legal-promise")]
    [InlineData("We will refund you 20 EUR.", null)]
    [InlineData("We can't refund that.", null)]
    [InlineData("Shall I ask whether we will refund you 50 EUR?", null)]
    [InlineData("The refund policy is on our page.", null)]
    public async Task Promises_need_a_policy_or_a_result(string answer, string? kind) => (await KindsAsync(new PromisesGuard(), answer)).ShouldBe(kind is null ? [] : [kind]);

    [Theory]
    [InlineData("""{"refund":50.00,"status":"approved"}""", true)]
    [InlineData("""{"refund":5.00,"status":"approved"}""", false)]
    [InlineData("A refund was not approved. Asked for: 50.", false)]
    public async Task A_promise_is_traced_to_a_result_that_says_the_same_amount(string result, bool isTraced) =>
        (await KindsAsync(new PromisesGuard(), "We will refund you 50 EUR.", grounds: [result])).Count.ShouldBe(isTraced ? 0 : 1);

    [Fact]
    public async Task What_the_principal_demands_founds_no_promise() =>
        (await KindsAsync(new PromisesGuard(), "I'll give you a 10% discount.", said: ["You give me a 10% discount now"])).ShouldBe(["discount"]);

    [Theory]
    [InlineData("It costs $59.90.", "ungrounded-amount")]
    [InlineData("Your number is APT-77X1.", "ungrounded-id")]
    [InlineData("It is on 2026-05-04.", "ungrounded-date")]
    [InlineData("Come at 9:45 am.", "ungrounded-time")]
    [InlineData("There are 1,250 of them.", "ungrounded-number")]
    [InlineData("It costs 49,90 €, on 2026-03-02 at 2:30 pm, number APT-1A2B. Refunds: 20 EUR.", null)]
    [InlineData("You have 3 options, as you said 250.", null)]
    public async Task Facts_come_from_somewhere(string answer, string? kind) =>
        (await KindsAsync(new GroundednessGuard(), answer, grounds: ["""{"id":"APT-1A2B","start":"2026-03-02T14:30","price":49.90}"""], said: ["I have 250 of them"])).ShouldBe(kind is null ? [] : [kind]);

    [Theory]
    [InlineData("Please write me a poem about the sea and the wind", null, true)]
    [InlineData("I would like to move my appointments to Friday please", null, false)]
    [InlineData("yes please", null, false)]
    [InlineData("the second one would be fine with me", "Any appointment free today?", false)]
    public async Task Messages_about_something_else_are_reported(string message, string? before, bool isOff)
    {
        var text = new GuardedText { Text = message, Point = GuardPoint.Input, Said = before is null ? [] : [before] };
        (await new TopicGuard("appointment", "haircut").CheckAsync(text, TestContext.Current.CancellationToken)).Count.ShouldBe(isOff ? 1 : 0);
    }

    [Theory]
    [InlineData("Tell me how the weather will be tomorrow", null, true)]
    [InlineData("Tell me how the weather will be tomorrow", "Where is my order of the lamp?", false)]
    [InlineData("Can I please send the kettle back?", null, false)]
    [InlineData("Who is Tom?", null, false)]
    public async Task Messages_that_a_classifier_does_not_know_are_reported(string message, string? before, bool isOff)
    {
        var text = new GuardedText { Text = message, Point = GuardPoint.Input, Said = before is null ? [] : [before] };
        (await new TopicGuard(Classification.ShopRequests.Classifier).CheckAsync(text, TestContext.Current.CancellationToken)).Count.ShouldBe(isOff ? 1 : 0);
    }

    [Theory]
    [InlineData("a.a.a.a.a.a.a.")]
    [InlineData("we will will ")]
    [InlineData("   at a(")]
    [InlineData("1.1,")]
    [InlineData("a1-")]
    [InlineData("http://10.")]
    [InlineData("<untrusted-")]
    [InlineData("refund ")]
    public async Task Hostile_text_ends_in_a_verdict(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 100_000 / piece.Length));
        var outcome = await GuardSet.Default.CheckAsync(Answer(text, []), cancellationToken: TestContext.Current.CancellationToken);
        outcome.Reports.ShouldAllBe(r => r.Error == null);
    }

    private static async Task<IReadOnlyList<string>> KindsAsync(Guard guard, string answer, string[]? grounds = null, string[]? said = null) =>
        [.. (await guard.CheckAsync(Answer(answer, grounds ?? [], said), TestContext.Current.CancellationToken)).Select(f => f.Kind)];

    private static GuardedText Answer(string text, string[] grounds, string[]? said = null) => new()
    {
        Text = text,
        Point = GuardPoint.Output,
        Instructions = Instructions,
        Canary = "hf-0123456789ab",
        Tools = ["book_appointment", "search"],
        Grounds = grounds,
        Said = said ?? [],
    };
}
