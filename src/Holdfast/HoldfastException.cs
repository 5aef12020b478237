namespace Holdfast;

/// <summary>The base of every refusal by Holdfast. <see cref="Code"/> is stable and listed in <c>docs/errors.md</c>.</summary>
public class HoldfastException : Exception
{
    /// <summary>Creates a refusal.</summary>
    /// <param name="code">The stable code, in kebab case, such as <c>unknown-agent</c>.</param>
    /// <param name="message">What happened, why, and what to do next. Holds no secret and no personal data.</param>
    /// <param name="innerException">The cause, or null.</param>
    public HoldfastException(string code, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Code = code;
    }

    /// <summary>The stable code, in kebab case, listed in <c>docs/errors.md</c>.</summary>
    public string Code { get; }
}
