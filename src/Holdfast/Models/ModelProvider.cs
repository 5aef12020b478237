namespace Holdfast.Models;

/// <summary>A source of models, with the breaker and the admission that all its models share.</summary>
public sealed class ModelProvider : IDisposable
{
    /// <summary>Creates a provider.</summary>
    /// <param name="name">Its configured name, such as <c>openai</c>.</param>
    /// <param name="options">How it is treated; null for the defaults.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public ModelProvider(string name, ModelProviderOptions? options = null, TimeProvider? time = null)
    {
        Name = name;
        Options = options ?? new ModelProviderOptions();
        Breaker = new CircuitBreaker(Options, time ?? TimeProvider.System);
        Admission = new Admission(Options, time ?? TimeProvider.System);
    }

    /// <summary>Its configured name.</summary>
    public string Name { get; }

    /// <summary>Whether its models run in this process and cost nothing, as the offline model does.</summary>
    /// <value>Default false.</value>
    public bool IsLocal { get; init; }

    /// <summary>How it is treated.</summary>
    public ModelProviderOptions Options { get; }

    internal CircuitBreaker Breaker { get; }

    internal Admission Admission { get; }

    /// <inheritdoc/>
    public void Dispose() => Admission.Dispose();
}
