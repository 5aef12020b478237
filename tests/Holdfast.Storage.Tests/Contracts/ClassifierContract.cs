using Holdfast.Classification;
using Holdfast.Storage.Classification;

namespace Holdfast.Storage.Tests.Contracts;

/// <summary>Every version of a classifier is kept as it was; which one is in production can be changed and taken back.</summary>
public abstract class ClassifierContract : StoreContract
{
    private static readonly LabelledText[] Examples =
    [
        .. new[] { "where is my order", "has it been shipped", "track my parcel", "when will it arrive", "delivery is late" }.Select(text => new LabelledText(text, "orders")),
        .. new[] { "send me a bill", "the invoice is wrong", "I was charged twice", "how can I pay", "my card was refused" }.Select(text => new LabelledText(text, "billing")),
        new("sing a song", TextClassifier.OutOfScope),
    ];

    private static readonly TextClassifier First = TextClassifier.Train(Examples);
    private static readonly TextClassifier Second = TextClassifier.Train([.. Examples.SkipLast(1), new LabelledText("my parcel is lost", "orders")]);

    private ClassifierStore Classifiers => ((IHoldfastStorage)Journal).Classifiers;

    [Fact]
    public async Task Versions_are_numbered_and_kept()
    {
        (await Classifiers.ListAsync()).ShouldBeEmpty();
        (await Classifiers.FindAsync("topics")).ShouldBeNull();

        var first = await Classifiers.AddAsync("topics", First, Start);
        (await Classifiers.AddAsync("topics", First, Start.AddDays(1))).ShouldBe(first);
        var second = await Classifiers.AddAsync("topics", Second, Start.AddDays(2));
        await Classifiers.AddAsync("moods", Second, Start);
        (await Classifiers.AddAsync("topics", First, Start.AddDays(3))).Version.ShouldBe(3);

        first.ShouldBe(new ClassifierVersion { Name = "topics", Version = 1, CreatedAt = Start, Labels = 2, Figures = First.Figures, Hash = First.Hash });
        first.Figures.OutOfScopeExamples.ShouldBe(1);
        second.Figures.OutOfScopeRecall.ShouldBeNull();
        (await Classifiers.ListAsync()).Select(v => (v.Name, v.Version)).ShouldBe([("moods", 1), ("topics", 3), ("topics", 2), ("topics", 1)]);
        (await Classifiers.ListAsync("moods")).ShouldHaveSingleItem().Hash.ShouldBe(Second.Hash);
        (await Classifiers.FindAsync("topics", 2)).ShouldNotBeNull().Write().ShouldBe(Second.Write());
        (await Classifiers.FindAsync("topics", 4)).ShouldBeNull();
        (await Classifiers.FindAsync("topics")).ShouldBeNull();
    }

    [Fact]
    public async Task Production_goes_forward_and_back()
    {
        await Classifiers.AddAsync("topics", First, Start);
        await Classifiers.AddAsync("topics", Second, Start);

        (await Classifiers.PromoteAsync("topics", 1, Start)).InProduction.ShouldBeTrue();
        // A clock that stands still, or goes back, changes nothing about the order.
        (await Classifiers.PromoteAsync("topics", 2, Start.AddHours(-1))).InProduction.ShouldBeTrue();
        (await Classifiers.ListAsync("topics")).Select(v => v.InProduction).ShouldBe([true, false]);
        (await Classifiers.FindAsync("topics")).ShouldNotBeNull().Hash.ShouldBe(Second.Hash);

        (await Classifiers.RollBackAsync("topics")).Version.ShouldBe(1);
        (await Classifiers.FindAsync("topics")).ShouldNotBeNull().Hash.ShouldBe(First.Hash);
        (await Classifiers.ListAsync("topics")).Select(v => v.InProduction).ShouldBe([false, true]);

        var another = await OpenAnotherAsync();
        (await ((IHoldfastStorage)another.Journal).Classifiers.FindAsync("topics")).ShouldNotBeNull().Hash.ShouldBe(First.Hash);
    }

    [Fact]
    public async Task What_is_not_there_is_refused()
    {
        await Classifiers.AddAsync("topics", First, Start);
        await Classifiers.PromoteAsync("topics", 1, Start);

        (await Should.ThrowAsync<HoldfastException>(() => Classifiers.PromoteAsync("topics", 2, Start))).Code.ShouldBe("unknown-classifier");
        (await Should.ThrowAsync<HoldfastException>(() => Classifiers.RollBackAsync("topics"))).Code.ShouldBe("no-earlier-classifier");
        (await Classifiers.FindAsync("topics")).ShouldNotBeNull();
        (await Should.ThrowAsync<HoldfastException>(() => Classifiers.AddAsync("My topics", First, Start))).Code.ShouldBe("invalid-classifier-name");
    }
}
