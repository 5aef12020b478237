using Holdfast.Server.MockModel.Scripts;

namespace Holdfast.Server.MockModel;

/// <summary>What the mock model answers: the first rule that matches a request decides. Where none does, the built-in mind answers.</summary>
/// <remarks>Immutable, safe for concurrent use.</remarks>
public sealed class MockScript
{
    private readonly CompiledRule[] compiled;

    /// <summary>Makes a script of rules.</summary>
    /// <param name="rules">The rules in order.</param>
    /// <exception cref="HoldfastException">Code <c>invalid-mock-script</c>: a rule is wrong; the message says which and what is valid.</exception>
    public MockScript(params IReadOnlyList<MockRule> rules)
        : this([.. rules.Select((rule, index) => CompiledRule.Of(rule, ScriptPlace.Rule("script", index, rule.Name)))], rules)
    {
    }

    private MockScript(CompiledRule[] compiled, IReadOnlyList<MockRule> rules)
    {
        this.compiled = compiled;
        Rules = rules;
    }

    /// <summary>The rules in order.</summary>
    public IReadOnlyList<MockRule> Rules { get; }

    /// <summary>Makes a script of one function.</summary>
    /// <param name="respond">Called for every request, concurrently.</param>
    public static MockScript From(Func<MockRequest, MockReply> respond)
    {
        ArgumentNullException.ThrowIfNull(respond);
        return new MockScript(new MockRule { Respond = respond });
    }

    /// <summary>Reads a script from a YAML or JSON file, in the format of <c>docs/mock-model.md</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="HoldfastException">Code <c>invalid-mock-script</c>: the file is missing or wrong; the message names
    /// file, line and rule and says what is valid.</exception>
    public static async Task<MockScript> LoadAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return Parse(await File.ReadAllTextAsync(path, cancellationToken), path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ScriptPlace(path, null, null).Error($"the file cannot be read: {exception.Message} Give the path of a YAML or JSON file.", exception);
        }
    }

    /// <summary>Reads a script from YAML or JSON text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What error messages call it, such as a file's path.</param>
    /// <exception cref="HoldfastException">Code <c>invalid-mock-script</c>: the text is wrong; the message names
    /// line and rule and says what is valid.</exception>
    public static MockScript Parse(string text, string name = "script")
    {
        ArgumentNullException.ThrowIfNull(text);
        var rules = ScriptReader.Read(text, name);
        return new MockScript([.. rules.Select(read => CompiledRule.Of(read.Rule, read.Place))], [.. rules.Select(read => read.Rule)]);
    }

    /// <summary>What the model answers to a request: the server asks this, and so may a test of a script.</summary>
    /// <param name="request">The request.</param>
    public MockReply Answer(MockRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        foreach (var rule in compiled)
        {
            if (rule.Answer(request) is { } reply)
            {
                return reply;
            }
        }

        return MockMind.Answer(request);
    }
}
