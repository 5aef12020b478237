namespace Holdfast.Providers.Wire;

/// <summary>The form in which bytes are cached.</summary>
internal enum WireProtocol
{
    OpenAI,
    Anthropic,
}
