using Holdfast.Caching;

namespace Holdfast.Tests.Caching;

/// <summary>Which questions share an answer.</summary>
public sealed class QuestionFormTests
{
    [Theory]
    [InlineData("Where is my card?", "WHERE IS MY CARD")]
    [InlineData("Where is my card?", "Hello, where's my card, please? Thank you!")]
    [InlineData("Where is my card?", "Could you please tell me where my card is?")]
    [InlineData("Why was my transfer declined?", "My transfer was declined. Why?")]
    [InlineData("What cards do you accept", "What card do you accept?")]
    [InlineData("I can't log in", "I cannot log in!")]
    public void Questions_that_only_put_it_otherwise_share_an_answer(string one, string two) =>
        QuestionSimilarity.Of(one, two).ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(new AnswerCacheOptions().Threshold);

    [Theory]
    [InlineData("Can I return shoes within 30 days?", "Can I return shoes within 60 days?")]
    [InlineData("Is 1.5 kg allowed?", "Is 15 kg allowed?")]
    [InlineData("Is it 5 degrees?", "Is it -5 degrees?")]
    [InlineData("Do I pay $20?", "Do I pay €20?")]
    [InlineData("What can I return?", "What can't I return?")]
    [InlineData("Can I pay with PayPal?", "Can I pay without PayPal?")]
    [InlineData("Can I fly from Rome to Oslo?", "Can I fly from Oslo to Rome?")]
    [InlineData("Can I pay you?", "Can you pay me?")]
    [InlineData("How do I get a card?", "How do I get my card?")]
    [InlineData("Was the card sent?", "Will the card be sent?")]
    [InlineData("Where is the order A-1042?", "Where is the order B-1042?")]
    [InlineData("Who is in IT?", "Who is in it?")]
    [InlineData("Is Will there?", "Is there?")]
    [InlineData("Does the US accept it?", "Does it accept?")]
    [InlineData("How do I open an account?", "How do I close an account?")]
    [InlineData("Wie öffne ich das Konto?", "Wie offne ich das Konto?")]
    [InlineData("Hello?", "Thanks!")]
    [InlineData("Is C++ taught?", "Is C taught?")]
    public void Questions_that_differ_in_what_matters_do_not(string one, string two)
    {
        QuestionSimilarity.Of(one, two).ShouldBeNull();
        QuestionSimilarity.Of(two, one).ShouldBeNull();
    }

    [Theory]
    [InlineData("Are you open today?")]
    [InlineData("Is there a sale this week?")]
    [InlineData("What time is it?")]
    [InlineData("Is the card [card] blocked?")]
    [InlineData("Is the card [card:1] blocked?")]
    [InlineData("Habt ihr morgen offen?")]
    public void Questions_whose_answer_changes_by_itself_share_none(string question) => QuestionSimilarity.Of(question, question).ShouldBeNull();

    [Fact]
    public void What_is_similar_has_the_same_meaning_and_is_similar_both_ways()
    {
        string[] words = ["can", "not", "I", "you", "my", "a", "card", "cards", "pay", "why", "was", "will", "5", "please", "To", "from"];
        var dice = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var (one, two) = (Question(), Question());
            var (first, second) = (QuestionForm.Of(one), QuestionForm.Of(two));
            var alike = first.Similarity(second);
            alike.HasValue.ShouldBe(second.Similarity(first).HasValue, $"{one} | {two}");
            if (alike is { } similarity)
            {
                first.Meaning.ShouldBe(second.Meaning, $"{one} | {two}");
                similarity.ShouldBe(second.Similarity(first)!.Value, 1e-9);
                similarity.ShouldBeInRange(0, 1 + 1e-9);
            }
        }

        string Question() => string.Join(' ', Enumerable.Range(0, dice.Next(1, 4)).Select(_ => words[dice.Next(words.Length)]));
    }
}
