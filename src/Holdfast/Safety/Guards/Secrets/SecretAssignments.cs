using System.Buffers;

namespace Holdfast.Safety.Guards.Secrets;

/// <summary>Secrets that only their name gives away: <c>password = ...</c>, <c>api_key: ...</c>, an authorization header, <c>curl -u</c>.</summary>
internal static class SecretAssignments
{
    private const int LongestTail = 24;
    private const int LongestValue = 512;
    private const int LongestPhrase = 96;
    private const int LongestCommand = 1024;

    private static readonly string[] Passwords = ["password", "passwd", "passphrase", "passwort", "pwd"];

    private static readonly SearchValues<string> Names = SearchValues.Create(
        [.. Passwords, "secret", "token", "api_key", "apikey", "api-key", "api key", "access_key", "access-key", "accesskey", "accountkey", "auth_key", "authkey", "private_key", "signing_key", "encryption_key", "credential", "license_key", "authorization", "bearer ", "sonar.login", "curl "],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Ends of names that hold no secret but something about one.</summary>
    private static readonly string[] Harmless = ["id", "ids", "name", "names", "length", "path", "file", "url", "uri", "type", "count", "size", "field", "hint", "hash", "policy", "expiry", "expires", "expires_in", "lifetime", "limit", "limits", "usage", "reset", "version", "status", "label"];

    /// <summary>Tokens that say where a list goes on. An agent that may not see them cannot read the next page.</summary>
    private static readonly SearchValues<string> Cursors = SearchValues.Create(["page", "next", "continuation", "cursor", "sync", "resume"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> Stops = SearchValues.Create(" \t\r\n\"'`<>,;()");
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\"'`");

    public static void Collect(ReadOnlySpan<char> text, List<SecretMatch> matches)
    {
        for (var from = 0; from < text.Length;)
        {
            var at = text[from..].IndexOfAny(Names);
            if (at < 0)
            {
                return;
            }

            at += from;
            from = at + 1;
            var rest = text[at..];
            var match = rest[0] is 'c' or 'C' && rest.StartsWith("curl ", StringComparison.OrdinalIgnoreCase) ? Command(text, at)
                : rest.StartsWith("bearer ", StringComparison.OrdinalIgnoreCase) ? Scheme(text, at)
                : rest.StartsWith("authorization", StringComparison.OrdinalIgnoreCase) ? Header(text, at)
                : Assignment(text, at);
            if (match is { } found)
            {
                matches.Add(found);
                if (found.Rule != "curl-auth-user")
                {
                    from = found.Start + found.Length;
                }
            }
        }
    }

    private static SecretMatch? Assignment(ReadOnlySpan<char> text, int at)
    {
        var password = IsPassword(text[at..]);
        var end = at;
        while (end < text.Length && end - at <= LongestTail && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '-' or '.'))
        {
            end++;
        }

        // "api key" is two words.
        if (end < text.Length && text[end] == ' ' && text[at..].StartsWith("api key", StringComparison.OrdinalIgnoreCase))
        {
            end = at + 7;
        }

        var name = at;
        while (name > 0 && at - name < LongestTail && (char.IsAsciiLetterOrDigit(text[name - 1]) || text[name - 1] is '_' or '-'))
        {
            name--;
        }

        if (IsHarmless(text[at..end]) || text[name..at].ContainsAny(Cursors) || Value(text, end, out var bare, out var spoken) is not (>= 0 and var start))
        {
            return null;
        }

        var quote = start > 0 && Quoted.Contains(text[start - 1]) ? text[start - 1] : '\0';
        var window = text[start..Math.Min(text.Length, start + LongestValue)];
        var stop = quote == '\0' ? window.IndexOfAny(Stops) : window.IndexOf(quote);
        var value = stop < 0 ? window : window[..stop];
        if (value.EndsWith("...", StringComparison.Ordinal) || (value.Length > LongestPhrase && value.Contains(' ')))
        {
            return null;
        }

        if (spoken || quote == '\0')
        {
            value = value.TrimEnd(".!?\\");
        }

        if (start + value.Length < text.Length && text[start + value.Length] == '(')
        {
            return null;
        }

        var closed = quote != '\0' && stop >= 0;
        return (password ? IsPasswordValue(value, closed, bare && text[start + value.Length - 1] != ' ' && IsConnection(text, at, start + value.Length)) : IsTokenValue(value, closed, bare))
            ? new SecretMatch(password ? SecretKinds.Password : SecretKinds.AssignedSecret, password ? "password" : "generic-api-key", start, value.Length) : null;
    }

    private static bool IsPassword(ReadOnlySpan<char> rest)
    {
        foreach (var name in Passwords)
        {
            if (rest.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsHarmless(ReadOnlySpan<char> name)
    {
        foreach (var ending in Harmless)
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && name.Length > ending.Length)
            {
                var before = name[name.Length - ending.Length - 1];
                if (before is '_' or '-' or '.' or 's' || char.IsAsciiLetterUpper(name[name.Length - ending.Length]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Where the value begins: behind a closing quote or bracket, an operator, spaces and an opening quote; -1 where nothing is assigned.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The end of the name.</param>
    /// <param name="bare">Whether the value follows the operator without a space or a quote.</param>
    /// <param name="spoken">Whether the operator is the word "is".</param>
    private static int Value(ReadOnlySpan<char> text, int at, out bool bare, out bool spoken)
    {
        (bare, spoken) = (false, false);
        while (at < text.Length && text[at] is '"' or '\'' or '`' or ']' or '\\')
        {
            at++;
        }

        at = Spaces(text, at, 8);
        var colon = at < text.Length && text[at] == ':';
        if (text[at..].StartsWith("is ", StringComparison.OrdinalIgnoreCase))
        {
            (spoken, at) = (true, at + 3);
            at = text[at..].StartsWith("now ", StringComparison.OrdinalIgnoreCase) ? at + 4 : at;
        }
        else
        {
            var operators = at;
            while (at < text.Length && at - operators < 4 && text[at] is '=' or ':' or '>')
            {
                at++;
            }

            if (at == operators || (at < text.Length && at - operators == 1 && text[operators] == '>'))
            {
                return -1;
            }
        }

        var value = Spaces(text, at, 4);
        bare = value == at;
        if (value < text.Length && text[value] == '\\')
        {
            value++;
        }

        if (value < text.Length && Quoted.Contains(text[value]))
        {
            bare = false;
            return value + 1 < text.Length ? value + 1 : -1;
        }

        // A colon without a space is a coordinate or a label: "jsonwebtoken:jjwt-0.11".
        return value >= text.Length || (colon && bare && !spoken) ? -1 : value;
    }

    private static int Spaces(ReadOnlySpan<char> text, int at, int most)
    {
        var end = at;
        while (end < text.Length && end - at < most && text[end] is ' ' or '\t')
        {
            end++;
        }

        return end;
    }

    private static bool IsPasswordValue(ReadOnlySpan<char> value, bool closed, bool connection)
    {
        if (value.Length < 4 || SecretText.IsPlaceholder(value))
        {
            return false;
        }

        return connection || SecretText.IsMixed(value) || (value.Length >= 6 && value.IndexOfAny("!@#$%^&*+~") > 0) || (closed && value.Length >= 8 && !value.Contains(' ') && SecretText.Entropy(value) > 2.8);
    }

    /// <summary>In a connection string any word is the password.</summary>
    private static bool IsConnection(ReadOnlySpan<char> text, int at, int end) =>
        (at > 0 && text[at - 1] == ';') || (end < text.Length && text[end] == ';' && text[Math.Max(0, at - 128)..at].Contains('='));

    private static bool IsTokenValue(ReadOnlySpan<char> value, bool closed, bool bare)
    {
        if (value.Length is < 10 or >= LongestValue || value.Contains(' ') || !SecretText.IsMixed(value) || SecretText.IsPlaceholder(value) || SecretText.Entropy(value) < 3)
        {
            return false;
        }

        // Code that names something: config.token1, http://host/token.
        return !(value.Contains("://", StringComparison.Ordinal) || (!closed && !bare && value.IndexOfAny("./[{") >= 0 && !value.ContainsAny("+=~")));
    }

    /// <summary><c>Authorization: Basic ...</c></summary>
    private static SecretMatch? Header(ReadOnlySpan<char> text, int at)
    {
        var start = at + "authorization".Length;
        while (start < text.Length && start - at < 24 && text[start] is '"' or '\'' or ' ' or ':' or '=' or '>' or '\\')
        {
            start++;
        }

        var space = text[start..Math.Min(text.Length, start + 16)].IndexOf(' ');
        var scheme = space < 0 ? [] : text.Slice(start, space);
        if (scheme is not [] && scheme.IndexOfAnyExcept(SecretText.Word) < 0)
        {
            start += space + 1;
        }
        else if (start - at < 15)
        {
            return null;
        }

        return Credential(text, start, 8);
    }

    private static SecretMatch? Scheme(ReadOnlySpan<char> text, int at) =>
        at > 0 && char.IsLetterOrDigit(text[at - 1]) ? null : Credential(text, Spaces(text, at + 7, 4), 16);

    private static SecretMatch? Credential(ReadOnlySpan<char> text, int start, int fewest)
    {
        var window = text[start..Math.Min(text.Length, start + SecretTokens.Longest)];
        var stop = window.IndexOfAny(Stops);
        var value = (stop < 0 ? window : window[..stop]).TrimEnd(".\\");
        var mixed = SecretText.IsMixed(value) || value.EndsWith("=", StringComparison.Ordinal);
        return value.Length >= fewest && mixed && !SecretText.IsPlaceholder(value) ? new SecretMatch(SecretKinds.Authorization, "curl-auth-header", start, value.Length) : null;
    }

    /// <summary>The password of <c>curl -u user:password</c>.</summary>
    private static SecretMatch? Command(ReadOnlySpan<char> text, int at)
    {
        var command = text[at..Math.Min(text.Length, at + LongestCommand)];
        var next = command[4..].IndexOf("curl ", StringComparison.OrdinalIgnoreCase);
        command = next < 0 ? command : command[..(next + 4)];
        var (option, size) = (command.IndexOf(" -u", StringComparison.Ordinal), 3);
        if (option < 0)
        {
            (option, size) = (command.IndexOf(" --user", StringComparison.Ordinal), 7);
        }

        if (option < 0 || option + size >= command.Length)
        {
            return null;
        }

        var start = option + size;
        while (start < command.Length && command[start] is ' ' or '=' or '"' or '\'')
        {
            start++;
        }

        var stop = command[start..].IndexOfAny(SecretText.CommandStops);
        var login = stop < 0 ? command[start..] : command.Slice(start, stop);
        var colon = login.IndexOf(':');
        if (colon < 0)
        {
            return null;
        }

        var from = start + colon + 1;
        var password = login[(colon + 1)..];
        if (password.IsEmpty && start + colon + 2 < command.Length && Quoted.Contains(command[start + colon + 1]))
        {
            // user:'password', each in its own quotes.
            from = start + colon + 2;
            var close = command[from..].IndexOf(command[from - 1]);
            password = close < 0 ? command[from..] : command.Slice(from, close);
        }

        if (password.IsEmpty || password[0] == ' ')
        {
            from = start;
            password = login[..colon];
        }

        return password.Length >= 3 && SecretText.IsMixed(password) && !SecretText.IsPlaceholder(password) ? new SecretMatch(SecretKinds.Password, "curl-auth-user", at + from, password.Length) : null;
    }
}
