using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Holdfast.Json;

/// <summary>An ECMAScript pattern. It matches in linear time unless it needs lookaround or backreferences; then under a timeout.</summary>
internal sealed class SchemaPattern
{
    private const int LongestPattern = 4_000;
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(100);

    private readonly Regex _regex;
    private readonly bool _linear;

    private SchemaPattern(string text, Regex regex, bool linear)
    {
        Text = text;
        _regex = regex;
        _linear = linear;
    }

    /// <summary>The pattern as the schema has it.</summary>
    public string Text { get; }

    /// <summary>Compiles a pattern.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="wrong">Makes the exception for a pattern that is not one.</param>
    public static SchemaPattern Parse(string text, Func<string, HoldfastException> wrong)
    {
        if (text.Length > LongestPattern)
            throw wrong($"the pattern is longer than {LongestPattern} characters");
        try
        {
            var translated = new EcmaScriptPattern(text).Translate();
            var linear = Linear(translated);
            var regex = linear ?? new Regex(translated, RegexOptions.CultureInvariant, Timeout);
            return new SchemaPattern(text, regex, linear is not null);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw wrong($"{Shown.Quoted(text)} is not a regular expression: {e.Message}");
        }
    }

    public bool IsMatch(ReadOnlySpan<char> value, Evaluation run)
    {
        if (!run.Spend(value.Length / 16))
            return false;
        var started = _linear ? 0 : Stopwatch.GetTimestamp();
        try
        {
            var matches = _regex.IsMatch(value);
            return (_linear || run.SpendOnPattern(Stopwatch.GetElapsedTime(started))) && matches;
        }
        catch (RegexMatchTimeoutException)
        {
            return run.Exceed($"the pattern {Shown.Cut(Text, 100)} takes too long on it");
        }
    }

    private static Regex? Linear(string translated)
    {
        try
        {
            return new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Timeout * 10);
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }
}
