using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Wire;

/// <summary>Images in a message, the one kind of data besides text that both protocols take.</summary>
internal static class Images
{
    /// <summary>Returns the address of an image: its own, or a data URI.</summary>
    /// <exception cref="NotSupportedException">The content is no image.</exception>
    public static string Address(AIContent content) => content switch
    {
        DataContent data when data.HasTopLevelMediaType("image") => data.Uri,
        UriContent uri when uri.HasTopLevelMediaType("image") => uri.Uri.ToString(),
        _ => throw new NotSupportedException($"A {content.GetType().Name} cannot be sent to this provider. Send text, or images as DataContent or UriContent."),
    };
}
