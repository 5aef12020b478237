using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Tools;

namespace Holdfast.Agents.Shared;

/// <summary>A call with an effect: the key that makes it happen once, and a digest of who asked for what.</summary>
internal sealed record WriteRequest(string Key, string Digest)
{
    public static WriteRequest Of(string tool, ToolContext context, params string?[] arguments)
    {
        string?[] request = [tool, context.Principal.Tenant, context.Principal.User, .. arguments];
        var json = JsonSerializer.Serialize(request.Select(part => part ?? "").ToArray(), WriteRequestJson.Default.StringArray);
        return new WriteRequest(context.IdempotencyKey, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json))));
    }
}
