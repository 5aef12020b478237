using System.Text;

namespace Holdfast.Testing.RedTeam;

/// <summary>Makes a text that a simple pattern allows: literals, classes, groups, alternatives and repetitions. Whoever uses it checks the text against the schema.</summary>
internal sealed class PatternSample
{
    private readonly string pattern;
    private readonly int seed;
    private int at;
    private int made;

    private PatternSample(string pattern, int seed)
    {
        this.pattern = pattern;
        this.seed = seed;
    }

    /// <summary>Makes a text.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="seed">Another one makes another text, where the pattern allows several.</param>
    public static string Of(string pattern, int seed) => new PatternSample(pattern, seed).Alternatives();

    private string Alternatives()
    {
        var first = Sequence();
        while (at < pattern.Length && pattern[at] == '|')
        {
            at++;
            Sequence();
        }

        return first;
    }

    private string Sequence()
    {
        var text = new StringBuilder();
        while (at < pattern.Length && pattern[at] is not ('|' or ')'))
        {
            var start = at;
            var one = Atom();
            var end = at;
            var times = Times();
            text.Append(times == 0 ? "" : one);
            for (var i = 1; i < times; i++)
            {
                // Read again, so that each repetition gets another character.
                var after = at;
                at = start;
                text.Append(Atom());
                at = end;
                at = after;
            }
        }

        return text.ToString();
    }

    private string Atom()
    {
        switch (pattern[at])
        {
            case '^' or '$':
                at++;
                return "";
            case '(':
                at++;
                if (at + 1 < pattern.Length && pattern[at] == '?')
                {
                    at += 2;
                }

                var inner = Alternatives();
                at++;
                return inner;
            case '[':
                return Pick(Class()).ToString();
            case '\\':
                at += 2;
                return Pick(Escaped(pattern[at - 1])).ToString();
            case '.':
                at++;
                return "x";
            default:
                return pattern[at++].ToString();
        }
    }

    private int Times()
    {
        if (at >= pattern.Length)
        {
            return 1;
        }

        switch (pattern[at])
        {
            case '*' or '+':
                at++;
                return 3;
            case '?':
                at++;
                return 0;
            case '{':
                var close = pattern.IndexOf('}', at);
                var least = pattern[(at + 1)..close].Split(',')[0];
                at = close + 1;
                return int.TryParse(least, out var count) ? count : 1;
            default:
                return 1;
        }
    }

    private string Class()
    {
        var set = new StringBuilder();
        at++;
        while (at < pattern.Length && pattern[at] != ']')
        {
            if (pattern[at] == '\\')
            {
                set.Append(Escaped(pattern[at + 1]));
                at += 2;
            }
            else if (at + 2 < pattern.Length && pattern[at + 1] == '-' && pattern[at + 2] != ']')
            {
                for (var c = pattern[at]; c <= pattern[at + 2]; c++)
                {
                    set.Append(c);
                }

                at += 3;
            }
            else
            {
                set.Append(pattern[at++]);
            }
        }

        at++;
        return set.Length == 0 ? "x" : set.ToString();
    }

    private char Pick(string set) => set[(seed + (made++ * 7)) % set.Length];

    private static string Escaped(char c) => c switch { 'd' => "0123456789", 'w' => "abcxyz789", 's' => " ", _ => c.ToString() };
}
