using System.CommandLine;

namespace Holdfast.Cli.Server;

/// <summary>The options that say which server is meant. A key is better given by the variable: a command line is visible to others.</summary>
internal sealed class ServerOptions
{
    private const string DefaultAddress = "http://127.0.0.1:5080";

    private readonly Terminal terminal;

    public ServerOptions(Terminal terminal)
    {
        this.terminal = terminal;
        Address.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !IsAddress(token.Value))
            {
                result.AddError($"'{token.Value}' is no address of a server: give one such as {DefaultAddress}.");
            }
        });
    }

    public Option<string?> Address { get; } = new("--server")
    {
        Description = $"The server. Default: HOLDFAST_SERVER, else {DefaultAddress}.",
        HelpName = "url",
    };

    public Option<string?> Key { get; } = new("--key")
    {
        Description = "The API key, where the server asks for one. Default: HOLDFAST_KEY.",
        HelpName = "key",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Address);
        command.Options.Add(Key);
    }

    /// <exception cref="HoldfastException"><c>invalid-server</c>.</exception>
    public ServerClient Open(ParseResult parsed)
    {
        var address = parsed.GetValue(Address) ?? Variable("HOLDFAST_SERVER") ?? DefaultAddress;
        return IsAddress(address)
            ? new ServerClient(new Uri(address.TrimEnd('/') + "/"), parsed.GetValue(Key) ?? Variable("HOLDFAST_KEY"))
            : throw new HoldfastException("invalid-server", $"HOLDFAST_SERVER is '{SafeText.Line(address, 100)}', which is no address of a server: give one such as {DefaultAddress}.");
    }

    private string? Variable(string name) => terminal.Variable(name) is { Length: > 0 } value ? value : null;

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https");
}
