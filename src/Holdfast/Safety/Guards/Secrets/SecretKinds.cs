namespace Holdfast.Safety.Guards.Secrets;

/// <summary>The kinds of secrets that the <see cref="SecretsGuard"/> knows, as they stand in findings and events.</summary>
public static class SecretKinds
{
    /// <summary>The key or token of a provider, known by its form.</summary>
    public const string ApiKey = "api-key";

    /// <summary>A private key in a text envelope.</summary>
    public const string PrivateKey = "private-key";

    /// <summary>A signed or encrypted token of three or five parts.</summary>
    public const string Jwt = "jwt";

    /// <summary>What an <c>Authorization</c> header carries.</summary>
    public const string Authorization = "authorization";

    /// <summary>A password in an address, a connection string or a command.</summary>
    public const string Password = "password";

    /// <summary>A value that is assigned to a name such as <c>api_key</c> or <c>secret</c>.</summary>
    public const string AssignedSecret = "assigned-secret";
}
