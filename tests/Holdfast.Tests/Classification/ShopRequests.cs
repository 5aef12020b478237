using Holdfast.Classification;

namespace Holdfast.Tests.Classification;

/// <summary>What customers of a shop write, made from parts.</summary>
internal static class ShopRequests
{
    private static readonly string[] Things = ["lamp", "chair", "blue sofa", "kettle"];

    private static readonly (string Label, string[] Forms)[] Kinds =
    [
        ("orders",
        [
            "Where is my order of the {0}?", "Has the {0} been shipped yet", "When will the {0} that I ordered arrive?", "track the delivery of my {0}", "my {0} has not been delivered",
            "I ordered a {0} last week, where is it?", "the delivery of the {0} is late", "Is my order on its way? It is a {0}", "what is the status of the order for the {0}",
            "cancel my order of the {0}", "Can you deliver the {0} to another address?", "Has my parcel with the {0} been sent",
        ]),
        ("returns",
        [
            "I want to send the {0} back", "How do I return a {0}?", "the {0} is broken, can I give it back", "Please take back my {0} and refund me", "exchange the {0} for another one",
            "Can I return the {0}, it is damaged", "I do not like the {0}, how can I send it back?", "my {0} arrived broken", "where do I send the {0} that I return",
            "I need a label to return my {0}", "Is the return of a {0} free?", "the {0} is damaged and I want another one",
        ]),
        ("billing",
        [
            "The invoice for the {0} is wrong", "Why was I charged twice for the {0}?", "send me a receipt for the {0}", "Which card did I pay the {0} with?", "I need a bill with VAT for my {0}",
            "Please send the invoice of the {0} again", "there is a mistake in the bill for my {0}", "How can I pay for the {0}?", "my card was charged for a {0} that I never bought",
            "Can I pay the invoice for the {0} later", "the receipt of the {0} shows a wrong amount", "I was charged too much for the {0}",
        ]),
    ];

    public static IReadOnlyList<LabelledText> All { get; } = [.. Kinds.SelectMany(kind => kind.Forms.SelectMany(form => Things.Select(thing => new LabelledText(string.Format(form, thing), kind.Label))))];

    public static TextClassifier Classifier { get; } = TextClassifier.Train(All);
}
