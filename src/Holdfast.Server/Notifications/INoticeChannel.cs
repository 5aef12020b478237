namespace Holdfast.Server.Notifications;

/// <summary>A way to tell people something.</summary>
internal interface INoticeChannel
{
    /// <summary>Its name in the store.</summary>
    string Name { get; }

    /// <summary>Sends a notice. When it returns, the other side has it.</summary>
    /// <exception cref="NoticeRefusedException">The other side does not take it, or cannot be reached.</exception>
    Task SendAsync(NoticeView notice, CancellationToken cancellationToken);
}
