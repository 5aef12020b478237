using Holdfast.Cost;
using Holdfast.Models;
using Holdfast.Testing;
using Microsoft.Extensions.AI;

namespace Holdfast.Tests.Models;

/// <summary>A gateway over scripted models, on a clock that skips waits.</summary>
public sealed class GatewayFixture
{
    private readonly List<ModelEndpoint> endpoints = [];

    public FakeTime Time { get; } = new() { SkipsWaits = true };

    public List<string> Asked { get; } = [];

    public RunBudget Budget { get; set; } = new([], [], null, Guid.Empty);

    public static ModelException Failure(ErrorCategory category, TimeSpan? retryAfter = null) =>
        new(category, $"made up: {category}") { RetryAfter = retryAfter, Status = category is ErrorCategory.Timeout or ErrorCategory.Network ? null : 500 };

    public GatewayFixture Add(string name, Func<int, ScriptedReply> mind, ModelProviderOptions? options = null, ModelPrice? price = null)
    {
        var provider = new ModelProvider(name, options, Time);
        var asked = 0;
        endpoints.Add(new ModelEndpoint(provider, "m", new ScriptedModel(_ =>
        {
            Asked.Add(name);
            return mind(asked++);
        }), price));
        return this;
    }

    public ModelGateway Build() => new(new ModelCatalog(endpoints), IdSource.Seeded(1), Time);

    public Task<ModelOutcome> CallAsync(ModelGateway? gateway = null, Func<ModelCall, ModelCall>? change = null)
    {
        var call = new ModelCall
        {
            Purpose = "act",
            Tier = Tier.Standard,
            Messages = [new ChatMessage(ChatRole.User, "Hello")],
            MaxOutputTokens = 100,
            InputBytes = 50,
            Budget = Budget,
        };
        return (gateway ?? Build()).CallAsync(change?.Invoke(call) ?? call, TestContext.Current.CancellationToken);
    }
}
