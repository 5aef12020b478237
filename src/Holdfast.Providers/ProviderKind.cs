namespace Holdfast.Providers;

/// <summary>The protocol that a provider speaks.</summary>
public enum ProviderKind
{
    /// <summary>OpenAI chat completions, and every endpoint compatible with it (Ollama, vLLM, llama.cpp, gateways).</summary>
    OpenAI,

    /// <summary>Anthropic messages.</summary>
    Anthropic,
}
