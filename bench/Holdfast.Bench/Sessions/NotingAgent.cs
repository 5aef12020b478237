using System.ComponentModel;
using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Models;
using Holdfast.Runs;
using Holdfast.Safety.Labels;
using Holdfast.Tools;

namespace Holdfast.Bench.Sessions;

/// <summary>An agent with one idempotent write tool, on a model in this process.</summary>
internal static class NotingAgent
{
    public const string Name = "noting";

    public static AgentRuntime RuntimeOn(IJournalStore store, Microsoft.Extensions.AI.IChatClient model, Action<int>? noted = null, AgentRuntimeOptions? options = null)
    {
        var agent = Agent.Define(Name).Describe("Takes notes.").Instruct("Note what is said.")
            .Use(ToolMethods.Of(
                "note",
                "Notes a text.",
                ([Description("Its number")] int number, [Description("The text")] string text) =>
                {
                    noted?.Invoke(number);
                    return $"{number} {text}";
                },
                new ToolAttribute { Effect = ToolEffect.Write, Idempotent = true, Returns = Integrity.Trusted }))
            .Limit(limits => limits with { Steps = 1_000_000, RunTokens = null, Time = TimeSpan.FromHours(1), Repetitions = int.MaxValue })
            .Build();
        var provider = new ModelProvider("local", new ModelProviderOptions { MaxConcurrency = 4096 });
        return new AgentRuntime(new AgentCatalog([agent]), new ModelCatalog([new ModelEndpoint(provider, "local", model)]), store, options);
    }
}
