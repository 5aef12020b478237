using Holdfast.Caching;
using Holdfast.Confidence;
using Holdfast.Knowledge;
using Holdfast.Memory;
using Holdfast.Runs.Patterns;
using Holdfast.Safety.Guards;
using Holdfast.Safety.Policy;
using Holdfast.Tools;

namespace Holdfast.Agents;

/// <summary>Defines an agent, step by step. Start with <see cref="Agent.Define"/>, end with <see cref="Build"/>.</summary>
public sealed class AgentBuilder
{
    internal AgentBuilder(string name)
    {
        Name = name;
    }

    internal string Name { get; }

    internal string? Description { get; private set; }

    internal string Instructions { get; private set; } = "";

    internal List<Tool> Tools { get; } = [];

    internal List<KnownBase> Known { get; } = [];

    internal List<Callee> Callees { get; } = [];

    internal Pattern Pattern { get; private set; } = Pattern.ReAct;

    internal AgentLimits Limits { get; private set; } = new();

    internal TimeZoneInfo TimeZone { get; private set; } = TimeZoneInfo.Utc;

    internal float? Temperature { get; private set; }

    internal string Fallback { get; private set; } = "Please try again later or contact us directly.";

    internal List<PolicyRule> Rules { get; } = [];

    internal List<Guard> Guards { get; } = [.. GuardSet.Default.Guards];

    /// <summary>Its tools, those for agents and memory included; a router's specialists have the tools of its memory.</summary>
    internal List<Tool> AllTools => [.. Tools, .. Callees.Select(c => c.Tool), .. Memory is null || Specialists.Count > 0 ? [] : MemoryTools.Create()];

    internal Dictionary<string, GuardMode> GuardModes { get; } = new(StringComparer.Ordinal);

    internal int ToolsShown { get; private set; } = 15;

    internal List<Agent> Specialists { get; } = [];

    internal Routing Routing { get; private set; } = new();

    internal MemoryOptions? Memory { get; private set; }

    internal AnswerCacheOptions? Answers { get; private set; }

    internal ConfidenceOptions? Confidence { get; private set; }

    internal TimeSpan TicketsWithin { get; private set; } = TimeSpan.FromHours(4);

    internal TimeSpan SessionLifetime { get; private set; } = TimeSpan.FromMinutes(30);

    /// <summary>Says what the agent is for, in a few words: shown to users, routers and the offline model.</summary>
    public AgentBuilder Describe(string description)
    {
        Description = description;
        return this;
    }

    /// <summary>Sets what the model is told about its task.</summary>
    public AgentBuilder Instruct(string instructions)
    {
        Instructions = instructions;
        return this;
    }

    /// <summary>Adds a tool.</summary>
    public AgentBuilder Use(Tool tool)
    {
        Tools.Add(tool);
        return this;
    }

    /// <summary>Adds a delegate as a tool.</summary>
    /// <param name="name">The name the model sees.</param>
    /// <param name="description">What it does and when to use it.</param>
    /// <param name="method">The method; describe its parameters with <see cref="System.ComponentModel.DescriptionAttribute"/>.</param>
    /// <param name="effect">What it does to the world.</param>
    public AgentBuilder Use(string name, string description, Delegate method, ToolEffect effect) =>
        Use(ToolMethods.Of(name, description, method, new ToolAttribute { Effect = effect }));

    /// <summary>Adds every method of an object that is marked with <see cref="ToolAttribute"/>.</summary>
    public AgentBuilder UseToolsOf(object target)
    {
        Tools.AddRange(ToolMethods.Of(target));
        return this;
    }

    /// <summary>Lets the agent search a knowledge base of its user's tenant, by the tool <c>search_NAME</c>, when it decides to (docs/knowledge.md).</summary>
    /// <param name="bases">The knowledge bases.</param>
    /// <param name="name">The base. It may be made later; until then nothing is found in it.</param>
    /// <param name="about">What it tells about, as the end of a sentence: <c>the shop's rules on returns, shipping and warranty</c>.</param>
    /// <param name="trusted">Whether every document in it is written by people whose words may decide what the agent does. Text of strangers, such as reviews or web pages, may not.</param>
    public AgentBuilder Knows(KnowledgeBases bases, string name, string about, bool trusted = false)
    {
        Known.Add(new KnownBase(bases, name, trusted, KnowledgeTool.Create(bases, name, about, trusted)));
        return Use(Known[^1].Tool);
    }

    /// <summary>Lets the agent call another one, as a tool that takes a task and returns the answer. Each call is a run of its own; several of one turn run at once.</summary>
    /// <param name="agent">The agent that is called. Its tool is named after it, with <c>_</c> for <c>-</c>, and described by its description.</param>
    /// <param name="share">The part of what is left of the caller's ceilings that one call may use, above 0, at most 1.</param>
    public AgentBuilder Calls(Agent agent, double share = 0.25)
    {
        Callees.Add(new Callee(agent, share));
        return this;
    }

    /// <summary>Sets how many tools a model is shown at once. Of more, those that fit the conversation are shown, and the model gets the tool <c>find_tools</c>.</summary>
    /// <param name="most">2 to 128.</param>
    /// <value>Default 15.</value>
    public AgentBuilder ShowTools(int most)
    {
        ToolsShown = most;
        return this;
    }

    /// <summary>Adds rules about tool calls, besides those that always hold (docs/policy.md): amounts, values, sequences, counts.</summary>
    public AgentBuilder Rule(params PolicyRule[] rules)
    {
        Rules.AddRange(rules);
        return this;
    }

    /// <summary>Adds guards to those that every agent has (docs/guards.md). One with the name of another takes its place.</summary>
    public AgentBuilder Guard(params Guard[] guards)
    {
        foreach (var guard in guards)
        {
            Guards.RemoveAll(g => g.Name == guard.Name);
            Guards.Add(guard);
        }

        return this;
    }

    /// <summary>Sets what happens when a guard finds something.</summary>
    /// <param name="name">The guard's name, such as <c>document-injection</c>.</param>
    /// <param name="mode">What happens.</param>
    public AgentBuilder Guard(string name, GuardMode mode)
    {
        GuardModes[name] = mode;
        return this;
    }

    /// <summary>Takes guards away.</summary>
    /// <param name="names">Their names; none for all.</param>
    public AgentBuilder WithoutGuards(params string[] names)
    {
        Guards.RemoveAll(g => names.Length == 0 || names.Contains(g.Name));
        return this;
    }

    /// <summary>Sets how the agent proceeds.</summary>
    /// <value>Default <see cref="Pattern.ReAct"/>.</value>
    public AgentBuilder Follow(Pattern pattern)
    {
        Pattern = pattern;
        return this;
    }

    /// <summary>
    /// Makes the agent a router: for each message it finds a specialist, which acts in the same conversation with its own instructions, tools, rules, guards and
    /// limits, the latter within the router's (docs/patterns.md). The router has no tools and no pattern of its own.
    /// </summary>
    /// <param name="specialists">At least two agents, described so that it can be told what each is for.</param>
    public AgentBuilder RouteTo(params Agent[] specialists)
    {
        Specialists.AddRange(specialists);
        return this;
    }

    /// <summary>Changes how a router finds the specialist.</summary>
    /// <param name="change">Returns the changed routing, such as <c>r =&gt; r with { Classifier = classifier }</c>.</param>
    public AgentBuilder Route(Func<Routing, Routing> change)
    {
        Routing = change(Routing);
        return this;
    }

    /// <summary>Changes the limits.</summary>
    /// <param name="change">Returns the changed limits, such as <c>l =&gt; l with { Steps = 10 }</c>.</param>
    public AgentBuilder Limit(Func<AgentLimits, AgentLimits> change)
    {
        Limits = change(Limits);
        return this;
    }

    /// <summary>Sets the time zone in which the agent speaks of times, as an IANA name.</summary>
    /// <value>Default UTC.</value>
    public AgentBuilder In(string timeZone)
    {
        TimeZone = TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var found)
            ? found
            : throw Invalid($"The time zone '{timeZone}' is not known here. Use an IANA name such as Europe/Berlin; on Linux the package tzdata must be installed.");
        return this;
    }

    /// <summary>Sets the sampling temperature.</summary>
    public AgentBuilder WithTemperature(float temperature)
    {
        Temperature = temperature;
        return this;
    }

    /// <summary>Sets what the user is told when the agent cannot go on: the way to a human.</summary>
    public AgentBuilder FallBackTo(string message)
    {
        Fallback = message;
        return this;
    }

    /// <summary>Lets the agent pass a conversation on to a person, by the tool <c>ask_for_a_person</c>: the run ends as escalated, and a ticket is opened.</summary>
    public AgentBuilder Escalates() => Use(PersonTool.Create());

    /// <summary>
    /// Lets the agent remember its users across sessions (docs/memory.md): it gets the tools <c>remember</c>, <c>recall</c> and <c>forget</c>, its sessions are summarised when they end,
    /// and a new one starts with what is known of the user. Users without a name are not remembered.
    /// </summary>
    /// <param name="change">Returns the changed options; null for the defaults.</param>
    public AgentBuilder Remembers(Func<MemoryOptions, MemoryOptions>? change = null)
    {
        Memory = change is null ? new MemoryOptions() : change(Memory ?? new MemoryOptions());
        return this;
    }

    /// <summary>
    /// Lets the agent answer again, without a model, what it was asked before as the first message of a session (docs/caching.md): only answers that rest on nothing but the agent
    /// and its trusted documents, and only to the same tenant.
    /// </summary>
    /// <param name="change">Returns the changed options; null for the defaults.</param>
    public AgentBuilder CacheAnswers(Func<AnswerCacheOptions, AnswerCacheOptions>? change = null)
    {
        Answers = change is null ? new AnswerCacheOptions() : change(Answers ?? new AnswerCacheOptions());
        return this;
    }

    /// <summary>
    /// Lets the agent score its answers (docs/confidence.md): one under the threshold is not given. The stronger tier is asked, where there is one, and then the user or a person.
    /// </summary>
    /// <param name="change">Returns the changed options, such as <c>c =&gt; c with { AtLeast = 0.7 }</c>; null for the defaults.</param>
    public AgentBuilder ScoreAnswers(Func<ConfidenceOptions, ConfidenceOptions>? change = null)
    {
        Confidence = change is null ? new ConfidenceOptions() : change(Confidence ?? new ConfidenceOptions());
        return this;
    }

    /// <summary>Lets the agent make notes for itself in a session, by the tools <c>note_down</c> and <c>read_notes</c>: they outlive the window.</summary>
    public AgentBuilder TakesNotes()
    {
        Tools.AddRange(NoteTools.Create());
        return this;
    }

    /// <summary>Sets how soon a person should have seen to a ticket.</summary>
    /// <value>Default 4 hours.</value>
    public AgentBuilder AnswerTicketsWithin(TimeSpan time)
    {
        TicketsWithin = time;
        return this;
    }

    /// <summary>Sets how long a session lives without a message.</summary>
    /// <value>Default 30 minutes.</value>
    public AgentBuilder KeepSessionsFor(TimeSpan lifetime)
    {
        SessionLifetime = lifetime;
        return this;
    }

    /// <summary>Checks the definition and returns the agent.</summary>
    /// <exception cref="HoldfastException"><c>invalid-agent</c>, with every fault; or what a tool is wrong about.</exception>
    public Agent Build()
    {
        var faults = Limits.Faults().ToList();
        if (Name.Length is 0 or > 64 || !Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            faults.Add("The name must be 1 to 64 lower-case letters, digits and hyphens.");
        }

        if (SessionLifetime <= TimeSpan.Zero)
        {
            faults.Add("The session lifetime must be above zero.");
        }

        foreach (var name in GuardModes.Keys.Where(name => !Guards.Exists(g => g.Name == name)))
        {
            faults.Add($"A mode is set for the guard '{name}', which the agent does not have. It has: {string.Join(", ", Guards.Select(g => g.Name))}.");
        }

        faults.AddRange(Memory?.Faults() ?? []);
        faults.AddRange(Answers?.Faults() ?? []);
        faults.AddRange(Confidence?.Faults() ?? []);
        if (Confidence is { StrongerTier: not null } && Pattern != Pattern.ReAct)
        {
            faults.Add("Only an agent with the pattern ReAct can be a cascade: a step of a plan is not done twice.");
        }

        if (Confidence is not null && Specialists.Count > 0)
        {
            faults.Add($"A router does not answer by itself: say {nameof(ScoreAnswers)} for its specialists.");
        }

        if (TicketsWithin <= TimeSpan.Zero)
        {
            faults.Add("The time in which tickets are answered must be above zero.");
        }

        foreach (var callee in Callees.Where(c => c.Share is not (> 0 and <= 1)))
        {
            faults.Add($"The share of '{callee.Agent.Name}' is {callee.Share}; it must be above 0 and at most 1.");
        }

        if (Callees.Count > 0 && Callees.Max(c => c.Height) is var height && height > Limits.Depth)
        {
            faults.Add($"Its calls of agents go {height} deep, and {nameof(AgentLimits.Depth)} is {Limits.Depth}.");
        }

        var tools = AllTools;
        faults.AddRange(Pattern.Faults([.. tools.Select(t => t.Name)]));

        if (ToolsShown is < 2 or > 128)
        {
            faults.Add($"{nameof(ToolsShown)} is {ToolsShown}; it must be between 2 and 128.");
        }

        if (tools.Exists(static t => t.Name == ToolRouting.FindTools) && tools.Count > ToolsShown)
        {
            faults.Add($"A tool is named '{ToolRouting.FindTools}', which is the name of the one that finds tools among many.");
        }

        if (Specialists.Count > 0 || Routing != new Routing())
        {
            faults.AddRange(Routing.Faults(Specialists));
            if (tools.Count > 0 || Pattern != Pattern.ReAct)
            {
                faults.Add("A router has no tools and no pattern of its own: give them to a specialist.");
            }
        }

        foreach (var specialist in Specialists.Where(static s => s.Tools.Find(HandOverTool.Name) is not null))
        {
            faults.Add($"The specialist '{specialist.Name}' has a tool named '{HandOverTool.Name}', which is the name of the router's own.");
        }

        foreach (var rule in Rules)
        {
            faults.AddRange(rule.Faults());
            if (rule.Tool is { } tool && tools.Find(t => t.Name == tool) is not { } found)
            {
                faults.Add($"Rule '{rule.Name}' is about the tool '{tool}', which the agent does not have. It has: {string.Join(", ", tools.Select(t => t.Name))}.");
            }
            else if (rule is { Tool: not null, Argument: { } argument } && !tools.Find(t => t.Name == rule.Tool)!.Takes(argument))
            {
                faults.Add($"Rule '{rule.Name}' looks at '{argument}', which is no parameter of {rule.Tool}.");
            }
        }

        return faults.Count == 0 ? new Agent(this) : throw Invalid(string.Join(" ", faults));
    }

    private HoldfastException Invalid(string faults) => new("invalid-agent", $"Agent '{Name}': {faults}");
}
