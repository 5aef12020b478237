using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Caching;
using Holdfast.Knowledge;
using Holdfast.Confidence;
using Holdfast.Memory;
using Holdfast.Runs.Patterns;
using Holdfast.Safety.Guards;
using Holdfast.Safety.Labels;
using Holdfast.Safety.Policy;
using Holdfast.Tools;

namespace Holdfast.Agents;

/// <summary>An agent: a named, immutable definition. Each change makes another <see cref="Version"/>; a session stays with its own.</summary>
public sealed class Agent
{
    internal Agent(AgentBuilder builder)
    {
        Name = builder.Name;
        Description = builder.Description ?? builder.Name;
        Instructions = builder.Instructions;
        Callees = builder.Callees.Concat(builder.Specialists.SelectMany(s => s.Callees.Values)).DistinctBy(c => c.Tool.Name).ToFrozenDictionary(c => c.Tool.Name, StringComparer.Ordinal);
        List<Tool> tools = builder.AllTools;
        ToolsShown = builder.ToolsShown;
        var hasMore = tools.Count > ToolsShown;
        Tools = new ToolSet(hasMore ? [.. tools, ToolRouting.Finder([.. tools])] : tools);
        Narrowing = hasMore ? new ToolRouting(Tools.All) : null;
        Routing = builder.Routing;
        Pattern = builder.Specialists.Count == 0 ? builder.Pattern : new RouterPattern(builder.Routing, builder.Specialists);
        Limits = builder.Limits;
        TimeZone = builder.TimeZone;
        Temperature = builder.Temperature;
        Fallback = builder.Fallback;
        SessionLifetime = builder.SessionLifetime;
        TicketsWithin = builder.TicketsWithin;
        Memory = builder.Memory;
        Answers = builder.Answers;
        Known = [.. builder.Known, .. builder.Specialists.SelectMany(s => s.Known)];
        Confidence = builder.Confidence;
        Policy = new AgentPolicy([.. builder.Rules]);
        Guards = new GuardSet(builder.Guards, builder.GuardModes);
        Version = Fingerprint();
        Specialists = [.. builder.Specialists.Select(specialist => specialist.ActingFor(this, builder.Specialists))];
    }

    /// <summary>Its name: lower-case letters, digits and hyphens.</summary>
    public string Name { get; }

    /// <summary>What it is for, in a few words.</summary>
    public string Description { get; }

    /// <summary>What the model is told about its task.</summary>
    public string Instructions { get; }

    /// <summary>What it can do.</summary>
    public ToolSet Tools { get; private set; }

    /// <summary>How it proceeds.</summary>
    public Pattern Pattern { get; }

    /// <summary>What a run may use.</summary>
    public AgentLimits Limits { get; private set; }

    /// <summary>The time zone in which it speaks of times.</summary>
    public TimeZoneInfo TimeZone { get; private set; }

    /// <summary>The sampling temperature, or null for the model's own.</summary>
    public float? Temperature { get; }

    /// <summary>What the user is told when the agent cannot go on.</summary>
    public string Fallback { get; }

    /// <summary>How long a session lives without a message.</summary>
    public TimeSpan SessionLifetime { get; private set; }

    /// <summary>What looks at what it is told, at what its tools return and at what it answers.</summary>
    public GuardSet Guards { get; }

    /// <summary>How soon a person should have seen to a ticket.</summary>
    public TimeSpan TicketsWithin { get; private set; }

    /// <summary>How many tools a model is shown at once; where there are more, they are narrowed down for each step (docs/tools.md).</summary>
    public int ToolsShown { get; }

    /// <summary>What its author should know about the definition; empty where there is nothing.</summary>
    public IReadOnlyList<string> Warnings =>
    [
        .. Narrowing is null ? Array.Empty<string>() :
        [
            $"Agent '{Name}' has {Tools.All.Count} tools, more than the {ToolsShown} that a model is shown at once. It is shown those that fit the conversation, and can find others; "
                + "fewer tools, or a router with specialists, work better.",
        ],
        .. Specialists.SelectMany(static s => s.Warnings),
    ];

    /// <summary>Between whom it routes; empty unless it is a router.</summary>
    public IReadOnlyList<Agent> Specialists { get; private set; } = [];

    /// <summary>The router for which it acts as a specialist, or null.</summary>
    internal Agent? Router { get; private set; }

    /// <summary>Chooses among its tools; null where all are shown.</summary>
    internal ToolRouting? Narrowing { get; private set; }

    /// <summary>How a router finds the specialist.</summary>
    internal Routing Routing { get; private set; }

    /// <summary>How it remembers its users across sessions; null when it does not.</summary>
    public MemoryOptions? Memory { get; private set; }

    /// <summary>How sure it must be of its answers; null when they are not scored.</summary>
    public ConfidenceOptions? Confidence { get; }

    /// <summary>What decides about its tool calls.</summary>
    internal AgentPolicy Policy { get; }

    /// <summary>What values may come from, of the sessions that this process holds.</summary>
    internal TextCache TrustedTexts { get; } = new();

    /// <summary>What not everybody may see, of the sessions that this process holds.</summary>
    internal TextCache PrivateTexts { get; } = new();

    /// <summary>The agents that it or one of its specialists may call, by the names of the tools.</summary>
    internal FrozenDictionary<string, Callee> Callees { get; }

    /// <summary>How many calls of agents lie below each other at most when it runs.</summary>
    internal int Height => Callees.Count == 0 ? 0 : Callees.Values.Max(c => c.Height);

    /// <summary>How it answers again what it was asked before; null when it does not.</summary>
    internal AnswerCacheOptions? Answers { get; }

    /// <summary>The knowledge bases that it and its specialists search.</summary>
    internal IReadOnlyList<KnownBase> Known { get; }

    /// <summary>A hash of everything that shapes its behaviour: 12 hexadecimal digits.</summary>
    public string Version { get; }

    /// <summary>Starts the definition of an agent.</summary>
    /// <param name="name">1 to 64 lower-case letters, digits and hyphens.</param>
    public static AgentBuilder Define(string name) => new(name);

    /// <summary>The same agent under other limits: those that a caller sets it.</summary>
    internal Agent Under(AgentLimits limits)
    {
        var copy = (Agent)MemberwiseClone();
        copy.Limits = limits;
        copy.Specialists = [.. Specialists.Select(specialist => specialist.For(copy))];
        return copy;
    }

    private Agent For(Agent router)
    {
        var copy = (Agent)MemberwiseClone();
        copy.Router = router;
        return copy;
    }

    /// <summary>The agent as a specialist of a router: with its own definition, the router's time zone, sessions and memory, and the way to its colleagues.</summary>
    private Agent ActingFor(Agent router, IReadOnlyList<Agent> specialists)
    {
        var copy = (Agent)MemberwiseClone();
        var handOver = router.Routing.HandOvers == 0 ? Array.Empty<Tool>() : [HandOverTool.Create(specialists.Where(s => s != this))];
        copy.Router = router;
        copy.Routing = router.Routing;
        copy.TimeZone = router.TimeZone;
        copy.SessionLifetime = router.SessionLifetime;
        copy.TicketsWithin = router.TicketsWithin;
        copy.Memory = router.Memory;
        copy.Tools = new ToolSet([.. Tools.All, .. handOver, .. router.Memory is null ? [] : MemoryTools.Create()]);
        copy.Narrowing = Narrowing is null ? null : new ToolRouting(copy.Tools.All);
        return copy;
    }

    /// <summary>The specialist of this name; the agent itself where there is none.</summary>
    internal Agent Acting(string name) => Specialists.FirstOrDefault(s => s.Name == name) ?? this;

    /// <summary>A tool that somebody may have called in one of its sessions: its own, a colleague's or a specialist's.</summary>
    internal Tool? FindTool(string name)
    {
        var tool = Tools.Find(name);
        foreach (var specialist in (Router ?? this).Specialists)
        {
            tool ??= specialist.Tools.Find(name);
        }

        return tool;
    }

    /// <summary>Whether a tool only searches its trusted documents, whose state is known.</summary>
    internal bool Reads(string tool) => Known.Any(known => known.Trusted && known.Tool.Name == tool);

    private string Fingerprint()
    {
        var text = new StringBuilder()
            .Append(Name).Append('\n').Append(Description).Append('\n').Append(Instructions).Append('\n').Append(Pattern.Fingerprint).Append('\n')
            .Append(Limits).Append('\n').Append(TimeZone.Id).Append('\n').Append(Temperature).Append('\n').Append(Fallback).Append('\n');
        foreach (var tool in Tools.All)
        {
            text.Append(tool.Name).Append('\n').Append(tool.Description).Append('\n').Append(tool.Parameters.GetRawText()).Append('\n')
                .Append(tool.Effect).Append(tool.Idempotent).Append(tool.Scope).Append('\n').Append(tool.Traits.Fingerprint).Append('\n');
            if (tool.CacheLifetime > TimeSpan.Zero)
            {
                text.Append(tool.CacheLifetime).Append('\n');
            }
        }

        foreach (var callee in Callees.Values.OrderBy(c => c.Tool.Name, StringComparer.Ordinal))
        {
            text.Append(callee.Tool.Name).Append(callee.Agent.Version).Append(callee.Share).Append('\n');
        }

        if (Narrowing is not null)
        {
            text.Append(ToolsShown).Append('\n');
        }

        foreach (var rule in Policy.Rules)
        {
            text.Append(rule.Fingerprint).Append('\n');
        }

        for (var i = 0; i < Guards.Guards.Count; i++)
        {
            text.Append(Guards.Guards[i].Name).Append(Guards.Modes[i]).Append('\n');
        }

        if (Answers is not null)
        {
            text.Append(Answers).Append('\n');
        }

        if (Memory is not null)
        {
            text.Append(Memory).Append('\n');
        }

        if (Confidence is not null)
        {
            text.Append(Confidence).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 6));
    }
}
