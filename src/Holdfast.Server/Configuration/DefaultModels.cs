using Holdfast.Providers;

namespace Holdfast.Server.Configuration;

/// <summary>The models that a provider serves when no tier names any: one per tier, or the one that <c>OPENAI_MODEL</c> or <c>ANTHROPIC_MODEL</c> names.</summary>
internal static class DefaultModels
{
    public static string? Of(ProviderOptions provider, Tier tier, Func<string, string?> variable)
    {
        var name = provider.Name.ToLowerInvariant();
        var named = name is "openai" or "anthropic" && variable(name.ToUpperInvariant() + "_MODEL") is { } model && !string.IsNullOrWhiteSpace(model) ? model.Trim() : null;
        named ??= (name, tier) switch
        {
            ("openai", Tier.Strong) => "gpt-5",
            ("openai", Tier.Fast) => "gpt-5-nano",
            ("openai", _) => "gpt-5-mini",
            ("anthropic", Tier.Fast) => "claude-haiku-4-5",
            ("anthropic", _) => "claude-sonnet-4-5",
            _ => null,
        };
        return named is null ? null : $"{provider.Name}/{named}";
    }
}
