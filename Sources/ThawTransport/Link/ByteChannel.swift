import Glibc
import NIOCore
import NIOPosix

/// A connection as bytes.
typealias ByteChannel = NIOAsyncChannel<ByteBuffer, ByteBuffer>

extension NIOAsyncChannel where Inbound == ByteBuffer, Outbound == ByteBuffer {
  /// Makes a new connection's channel; for a bootstrap.
  static func wrapping(_ channel: any Channel) -> EventLoopFuture<ByteChannel> {
    channel.eventLoop.makeCompletedFuture {
      try ByteChannel(wrappingChannelSynchronously: channel)
    }
  }

  /// Connects to a listening socket.
  static func connecting(to path: String) async throws -> ByteChannel {
    guard path.utf8.count <= SocketLocation.pathLimit else {
      throw TransportError.pathTooLong(path: path, limit: SocketLocation.pathLimit)
    }
    do {
      return try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connect(unixDomainSocketPath: path) { wrapping($0) }
    } catch let error as IOError {
      switch error.errnoCode {
      case ENOENT, ECONNREFUSED, EAGAIN, ENOTDIR: throw TransportError.notConnected(path: path)
      default:
        throw TransportError.system(operation: "reach", path: path, errno: error.errnoCode)
      }
    }
  }

  /// Makes sure that the process on the other side is this user's.
  ///
  /// The folder's mode already keeps others out; this holds even where somebody loosened it, or
  /// listens in a folder that is not ours.
  func checkPeer(uid expected: UInt32 = geteuid()) async throws {
    guard let options = channel as? any SocketOptionProvider else { return }
    let peer: PeerCredentials = try await options.unsafeGetSocketOption(
      level: .socket, name: NIOBSDSocket.Option(rawValue: SO_PEERCRED)
    ).get()
    guard peer.uid == expected else { throw TransportError.notOurs(uid: peer.uid) }
  }
}

/// `struct ucred` of unix(7).
private struct PeerCredentials: Sendable {
  var pid: Int32
  var uid: UInt32
  var gid: UInt32
}
