using Holdfast.Agents.Support.Accounts;
using Holdfast.Agents.Support.Orders;
using Holdfast.Agents.Support.Products;
using Holdfast.Classification;
using Holdfast.Confidence;
using Holdfast.Knowledge;
using Holdfast.Safety.Policy;
using Holdfast.Tools;

namespace Holdfast.Agents.Support;

/// <summary>The definition of the support agent: a router with five specialists.</summary>
public static class SupportAgent
{
    /// <summary>The agent's name.</summary>
    public const string Name = "support";

    private const int MostChoices = 40;

    /// <summary>What a conversation may take of a prompt, in tokens: with instructions and tools it fits the smallest share of the budget.</summary>
    private const int Window = 6_000;

    /// <summary>How sure of the specialist the classifier must be: at this, its few examples still tell what is out of scope from questions about products.</summary>
    private const double Sure = 0.75;

    /// <summary>What a customer is asked whose question the pages do not answer; asked in vain, a person answers.</summary>
    private const string NotFound = "I found too little about that on our pages to give you an answer that you can rely on. Can you tell me in other words what you would like to know, and about which article?";

    /// <summary>What the agent is for, in a few words.</summary>
    internal const string Description = "answer questions about orders, returns, products and bills of the shop, and see to them";

    /// <summary>Defines the agent for a shop.</summary>
    /// <param name="store">Its tables.</param>
    /// <param name="options">How the shop serves its customers.</param>
    /// <param name="bases">Where its pages are: the base <see cref="SupportKnowledge.Base"/> of the user's tenant.</param>
    /// <param name="routing">Tells which specialist a message is for; see <see cref="SupportRouting.Train"/>.</param>
    /// <param name="products">The articles' names: up to 40 of them become the choices that models are given; of more, models write the name.</param>
    public static Agent Create(SupportStore store, SupportOptions options, KnowledgeBases bases, TextClassifier routing, IReadOnlyList<string> products)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(bases);
        ArgumentNullException.ThrowIfNull(routing);
        ArgumentNullException.ThrowIfNull(products);
        var system = new OrderSystem(store, options);
        var identity = ToolMethods.Of(new IdentityTools(system));
        var orders = ToolMethods.Of(new OrderTools(system));
        var reading = orders.Where(static tool => tool.Effect == ToolEffect.Read).ToList();
        AgentBuilder Specialist(string name, string description, string instructions, long tokens, params IEnumerable<Tool>[] tools)
        {
            var builder = Agent.Define(name).Describe(description).Instruct(instructions).Follow(new OrderSystemPattern())
                .Limit(limits => limits with { Steps = 20, RunTokens = tokens, WindowTokens = Window })
                .FallBackTo(Fallback(options));
            foreach (var tool in tools.SelectMany(static set => set))
            {
                builder.Use(tool.Takes("product") && products.Count is > 0 and <= MostChoices ? tool.WithChoices("product", products) : tool);
            }

            return builder.Escalates();
        }

        return Agent.Define(Name)
            .Describe(Description)
            .RouteTo(
                Specialist("orders", "order status, tracking, cancelling an order, changing where it is sent", SupportPrompts.Orders(options), 60_000, identity, orders).Build(),
                Specialist("returns", "sending articles back, and damaged or faulty deliveries", SupportPrompts.Returns(options), 60_000, identity, reading, ToolMethods.Of(new ReturnTools(system)))
                    .Knows(bases, SupportKnowledge.Base, SupportKnowledge.About)
                    .Build(),
                Specialist("products", "what we sell, prices, manuals, and our rules: shipping, returns, payment, warranty, opening hours", SupportPrompts.Products(options), 50_000, ToolMethods.Of(new ProductTools(store)))
                    .Knows(bases, SupportKnowledge.Base, SupportKnowledge.About)
                    .ScoreAnswers(score => score with { Otherwise = LowConfidence.Ask, Question = NotFound })
                    .Build(),
                Specialist(
                    "billing",
                    "invoices, refunds, payments, and the data of your account",
                    SupportPrompts.Billing(options),
                    60_000,
                    identity,
                    reading,
                    ToolMethods.Of(new BillingTools(system)),
                    ToolMethods.Of(new AccountTools(system)))
                    .Knows(bases, SupportKnowledge.Base, SupportKnowledge.About)
                    .Rule(
                        new PolicyRule("large-refund", PolicyDecision.Ask)
                        {
                            Tool = "request_refund",
                            Argument = "amount",
                            Above = options.RefundLimit,
                            Reason = $"Refunds above {Wording.Money(options.RefundLimit * 100L)} are decided by a person.",
                        },
                        new PolicyRule("account-change", PolicyDecision.Ask)
                        {
                            Tool = "update_account",
                            Argument = "field",
                            NotIn = [nameof(AccountField.Phone)],
                            Reason = "A new e-mail address, name or postal address is looked at by a person, so that nobody takes the account over.",
                        })
                    .Build(),
                Specialist("person", "passing you on to a person of our customer service, and complaints", SupportPrompts.Person(options), 40_000).Build())
            .Route(route => route with { Classifier = routing, Confidence = Sure })
            .Limit(limits => limits with { RunTokens = 100_000, SessionTokens = 300_000, WindowTokens = Window })
            .In(options.TimeZone)
            .KeepSessionsFor(TimeSpan.FromMinutes(30))
            .FallBackTo(Fallback(options))
            .Build();
    }

    private static string Fallback(SupportOptions options) => $"You can also call our customer service at {options.ServicePhone}.";
}
