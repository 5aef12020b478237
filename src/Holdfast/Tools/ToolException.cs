namespace Holdfast.Tools;

/// <summary>A tool refuses, and the model may read why. Throw it for what the model or the user can mend (a taken slot, an unknown id).</summary>
/// <remarks>The message goes to the model and perhaps to the user: no secrets, no internals. Any other exception reaches the model only as a category.</remarks>
public sealed class ToolException : Exception
{
    /// <summary>Creates a refusal that is final for these arguments.</summary>
    /// <param name="message">What is wrong, what would be valid, what to do next.</param>
    public ToolException(string message)
        : base(message)
    {
    }

    /// <summary>Creates a refusal.</summary>
    /// <param name="message">What is wrong, what would be valid, what to do next.</param>
    /// <param name="transient">True when the same call may succeed later; it is then retried where that is safe.</param>
    public ToolException(string message, bool transient)
        : base(message)
    {
        Transient = transient;
    }

    /// <summary>Creates a refusal with a cause.</summary>
    /// <param name="message">What is wrong, what would be valid, what to do next.</param>
    /// <param name="innerException">The cause; it is recorded, not shown to the model.</param>
    public ToolException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the same call may succeed later.</summary>
    public bool Transient { get; }
}
