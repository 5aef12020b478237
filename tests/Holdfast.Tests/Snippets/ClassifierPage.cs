using Holdfast.Agents;
using Holdfast.Classification;
using Holdfast.Safety.Guards;
using Holdfast.Tests.Classification;

namespace Holdfast.Tests.Snippets;

/// <summary>The code of docs/classifier.md.</summary>
public sealed class ClassifierPage
{
    [Fact]
    public async Task Trains_predicts_and_guards()
    {
        var examples = ShopRequests.All;
        var path = Path.GetTempFileName();

        var classifier = TextClassifier.Train(examples);
        await File.WriteAllBytesAsync(path, classifier.Write());

        var prediction = TextClassifier.Read(await File.ReadAllBytesAsync(path)).Predict("Has my lamp been shipped yet?");
        if (prediction.InScope && prediction.Confidence > 0.7)
        {
            Console.WriteLine(prediction.Label);
        }

        var agent = Agent.Define("shop").Guard(new TopicGuard(classifier)).Build();

        File.Delete(path);
        prediction.Label.ShouldBe("orders");
        agent.Guards.Guards.ShouldContain(g => g.Name == "topic");
    }
}
