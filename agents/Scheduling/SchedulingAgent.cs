using Holdfast.Agents.Scheduling.Confirmations;
using Holdfast.Runs.Patterns;
using Holdfast.Tools;

namespace Holdfast.Agents.Scheduling;

/// <summary>The definition of the scheduling agent.</summary>
public static class SchedulingAgent
{
    /// <summary>The agent's name.</summary>
    public const string Name = "scheduling";

    /// <summary>Defines the agent for a business.</summary>
    /// <param name="store">Its tables.</param>
    /// <param name="options">How the business takes bookings.</param>
    /// <param name="catalogue">What it offers: services and staff become the choices that models are given.</param>
    /// <param name="delivery">Sends confirmations, or null to leave them in the outbox table.</param>
    public static Agent Create(SchedulingStore store, SchedulingOptions options, Catalogue catalogue, ConfirmationDelivery? delivery = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(catalogue);
        var agent = Agent.Define(Name)
            .Describe(SchedulingPrompt.Description)
            .Instruct(SchedulingPrompt.Create(options, catalogue))
            .Follow(Pattern.PlanAndExecute())
            .Limit(limits => limits with { SessionTokens = 50_000 })
            .In(options.TimeZone)
            .KeepSessionsFor(TimeSpan.FromMinutes(30))
            .Escalates()
            .FallBackTo($"Please call our office at {options.OfficePhone}.");
        foreach (var tool in ToolMethods.Of(new SchedulingTools(store, options, delivery)))
        {
            var offered = tool.Takes("service") ? tool.WithChoices("service", catalogue.Services.Select(s => s.Name)) : tool;
            agent.Use(offered.Takes("staff") ? offered.WithChoices("staff", catalogue.Staff.Select(s => s.Name)) : offered);
        }

        return agent.Build();
    }
}
