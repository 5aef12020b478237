using System.Text.Json;
using Holdfast.Classification;
using Holdfast.Tests.Rules;

namespace Holdfast.Tests.Classification;

public sealed class TextClassifierTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("has my new chair been shipped already?", "orders")]
    [InlineData("I'd like to return this lamp", "returns")]
    [InlineData("there is a mistake in the invoice", "billing")]
    public void Texts_that_were_not_among_the_examples_are_told_apart(string text, string label)
    {
        var prediction = ShopRequests.Classifier.Predict(text);

        prediction.Label.ShouldBe(label);
        prediction.InScope.ShouldBeTrue();
        prediction.Confidence.ShouldBeInRange(0.5, 1);
        prediction.Alternatives[0].ShouldBe(new ScoredLabel(label, prediction.Confidence));
        prediction.Alternatives.Sum(a => a.Confidence).ShouldBe(1, 0.001);
        prediction.Alternatives.Select(a => a.Confidence).ShouldBe(prediction.Alternatives.Select(a => a.Confidence).OrderDescending());
    }

    [Theory]
    [InlineData("play some jazz music tonight")]
    [InlineData("ktxw qqq zzyzx")]
    [InlineData("")]
    [InlineData("???")]
    [InlineData("\ud83d\ud83d \udc00")]
    public void What_resembles_no_example_is_out_of_scope(string text)
    {
        var prediction = ShopRequests.Classifier.Predict(text);

        prediction.InScope.ShouldBeFalse();
        prediction.Label.ShouldBe(TextClassifier.OutOfScope);
        prediction.Alternatives.Count.ShouldBe(3);
    }

    [Fact]
    public void The_same_examples_in_any_order_give_the_same_bytes()
    {
        var examples = ShopRequests.All.Concat(ShopRequests.All.Take(20)).ToArray();
        new Random(3).Shuffle(examples);

        var again = TextClassifier.Train(examples, Cancellation);

        again.Write().ShouldBe(ShopRequests.Classifier.Write());
        again.Hash.ShouldBe(ShopRequests.Classifier.Hash);
        TextClassifier.Train(ShopRequests.All.Skip(1), Cancellation).Hash.ShouldNotBe(again.Hash);
    }

    [Fact]
    public void A_file_gives_back_what_was_written()
    {
        var file = ShopRequests.Classifier.Write();

        var read = TextClassifier.Read(file);

        read.Hash.ShouldBe(ShopRequests.Classifier.Hash);
        read.Labels.ShouldBe(["billing", "orders", "returns"]);
        read.Figures.ShouldBe(ShopRequests.Classifier.Figures);
        foreach (var example in ShopRequests.All)
        {
            read.Predict(example.Text).ShouldBeEquivalentTo(ShopRequests.Classifier.Predict(example.Text));
        }
    }

    /// <summary>Where the compressed form has two spellings of the same content, either will do.</summary>
    [Fact]
    public void No_damaged_file_is_taken_for_another_classifier()
    {
        var file = ShopRequests.Classifier.Write();
        var same = 0;
        for (var at = 0; at < file.Length; at += Math.Max(1, file.Length / 200))
        {
            byte[] damaged = [.. file];
            damaged[at] ^= 0x55;
            try
            {
                TextClassifier.Read(damaged).Hash.ShouldBe(ShopRequests.Classifier.Hash, $"byte {at}");
                same++;
            }
            catch (HoldfastException e)
            {
                e.Code.ShouldBe("invalid-classifier");
            }
        }

        same.ShouldBeLessThan(3);
        foreach (var length in new[] { 0, 3, 20, 37, file.Length / 2, file.Length - 1 })
        {
            Should.Throw<HoldfastException>(() => TextClassifier.Read(file.AsMemory(0, length))).Code.ShouldBe("invalid-classifier");
        }
    }

    [Fact]
    public void Examples_that_cannot_be_learnt_from_are_refused_by_name()
    {
        Refused([]).ShouldContain("0 labels");
        Refused(ShopRequests.All.Where(e => e.Label == "orders")).ShouldContain("1 labels");
        Refused([.. ShopRequests.All, new LabelledText("hello", "greeting"), new LabelledText("hi", "greeting")]).ShouldContain("greeting (2)");
        Refused([.. ShopRequests.All, .. Enumerable.Repeat(new LabelledText("hello", "greeting"), 9)]).ShouldContain("greeting (1)");
        Refused([.. ShopRequests.All, new LabelledText(" ", "orders")]).ShouldContain("labelled 'orders', has no text");

        static string Refused(IEnumerable<LabelledText> examples)
        {
            var refusal = Should.Throw<HoldfastException>(() => TextClassifier.Train(examples));
            refusal.Code.ShouldBe("invalid-examples");
            return refusal.Message;
        }
    }

    [Fact]
    public void Examples_out_of_scope_are_measured_and_not_trained_on()
    {
        var strangers = new[] { "sing me a song", "how tall is Mount Everest compared with K2", "tell a joke about cats", "translate hello to French" }.Select(text => new LabelledText(text, TextClassifier.OutOfScope));

        var classifier = TextClassifier.Train([.. ShopRequests.All, .. strangers], Cancellation);

        classifier.Labels.ShouldBe(ShopRequests.Classifier.Labels);
        classifier.Figures.OutOfScopeExamples.ShouldBe(4);
        classifier.Figures.OutOfScopeRecall.ShouldBe(strangers.Count(s => !ShopRequests.Classifier.Predict(s.Text).InScope) / 4.0);
        ShopRequests.Classifier.Figures.OutOfScopeRecall.ShouldBeNull();
        classifier.Figures.FalseRejections.ShouldBeLessThanOrEqualTo(0.05);
        classifier.Figures.Examples.ShouldBe(144);
    }

    [Fact]
    public void Drift_is_small_for_texts_like_the_examples_and_large_for_others()
    {
        var classifier = ShopRequests.Classifier;
        var same = classifier.Compare([.. ShopRequests.All.Select(e => classifier.Predict(e.Text))]);
        var one = classifier.Compare([.. ShopRequests.All.Where(e => e.Label == "billing").Select(e => classifier.Predict(e.Text))]);
        var strange = classifier.Compare([.. Enumerable.Range(0, 50).Select(i => classifier.Predict($"play song number {i} of the album"))]);

        same.Count.ShouldBe(144);
        same.Labels.ShouldBeLessThan(0.2);
        one.Labels.ShouldBeGreaterThan(1);
        strange.Labels.ShouldBeGreaterThan(1);
        strange.Confidence.ShouldBeGreaterThan(0.25);
        Should.Throw<ArgumentException>(() => classifier.Compare([]));
    }

    [Fact]
    public void Training_ends_when_it_is_told_to()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Should.Throw<OperationCanceledException>(() => TextClassifier.Train(ShopRequests.All, cancelled.Token));
    }

    [Fact]
    public void A_part_of_a_public_set_is_learnt_well_and_strangers_are_found()
    {
        var path = Path.Combine(Repository.Root, "..", "shared", "data", "intents_clinc150.jsonl");
        Assert.SkipUnless(File.Exists(path), "../shared/data is absent");
        var rows = File.ReadLines(path).Select(line => JsonElement.Parse(line)).Select(e => (
            Text: new LabelledText(e.GetProperty("text").GetString()!, e.GetProperty("label").GetString()!), IsTraining: e.GetProperty("split").GetString() == "train")).ToList();
        var labels = rows.Select(r => r.Text.Label).Distinct().Where(l => l != TextClassifier.OutOfScope).Order(StringComparer.Ordinal).Take(20).Append(TextClassifier.OutOfScope).ToHashSet();
        rows.RemoveAll(r => !labels.Contains(r.Text.Label));

        var classifier = TextClassifier.Train(rows.Where(r => r.IsTraining).Select(r => r.Text), Cancellation);
        var figures = classifier.Measure(rows.Where(r => !r.IsTraining).Select(r => r.Text));

        figures.Examples.ShouldBe(400);
        figures.Accuracy.ShouldBeGreaterThan(0.93);
        figures.FalseRejections.ShouldBeLessThan(0.08);
        figures.CalibrationError.ShouldBeLessThan(0.06);
        figures.OutOfScopeRecall.ShouldNotBeNull().ShouldBeGreaterThan(0.75);
    }
}
