import CNcurses
import Foundation
import ThawCanvas

extension NcursesTerminal {
  /// Starts to listen for keys and signals; the result is where signal handlers write their number.
  func listen() -> Int32 {
    let pipe = Pipe()
    let (reading, writing) = (pipe.fileHandleForReading, pipe.fileHandleForWriting)
    for file in [reading, writing] {
      _ = fcntl(file.fileDescriptor, F_SETFL, O_NONBLOCK)
      _ = fcntl(file.fileDescriptor, F_SETFD, FD_CLOEXEC)
    }
    watch(STDIN_FILENO, keeping: nil) { $0.drainKeys() }
    watch(reading.fileDescriptor, keeping: pipe) { $0.drainSignals(reading.fileDescriptor) }
    return writing.fileDescriptor
  }

  /// Calls back on the terminal's actor whenever a file has something to read.
  private func watch(
    _ file: Int32, keeping pipe: Pipe?,
    _ drain: @escaping @Sendable @TerminalActor (NcursesTerminal) -> Void
  ) {
    let queue = DispatchQueue(label: "thaw.terminal.\(file)")
    let source = DispatchSource.makeReadSource(fileDescriptor: file, queue: queue)
    source.setEventHandler { [weak self] in
      let isDrained = DispatchSemaphore(value: 0)
      Task { @TerminalActor in
        if let self { drain(self) }
        isDrained.signal()
      }
      // The source fires for as long as there is something to read, so it waits until that is read.
      isDrained.wait()
    }
    source.setCancelHandler { _ = pipe }
    source.resume()
    sources.append(source)
  }

  private func drainKeys() {
    var code = wint_t()
    // A terminal that is gone would wake us for ever.
    if thaw_terminal_is_gone() { return hangUp() }
    while true {
      switch thaw_next_key(&code) {
      case OK:
        switch reports.take(code) {
        case .keys(let codes): send(codes)
        case .held: break
        case .background(let color): color.map { _ = inlet.yield(.background($0)) }
        case .mouse(.press(1), let x, let y)
        where clicks.isSecond(x: x, y: y, at: ContinuousClock().now):
          inlet.yield(.mouse(.doublePress, x: x, y: y))
        case .mouse(let happened, let x, let y): inlet.yield(.mouse(happened, x: x, y: y))
        }
      case KEY_CODE_YES where Int32(bitPattern: code) != KEY_RESIZE:
        reports.interrupt()
        KeyDecoder.key(code: Int32(bitPattern: code)).map { send($0) }
      case KEY_CODE_YES:
        break
      default:
        return send(reports.pause())
      }
    }
  }

  private func send(_ codes: [UInt32]) {
    for code in codes { KeyDecoder.key(character: code).map { send($0) } }
  }

  private func hangUp() {
    for source in sources { source.cancel() }
    inlet.finish()
  }

  private func send(_ key: TerminalKey) {
    switch key {
    case .control("z"): suspend()
    case .control("l"): repaint()
    default: inlet.yield(.key(key))
    }
  }

  private func drainSignals(_ file: Int32) {
    var numbers = [UInt8](repeating: 0, count: 64)
    let count = read(file, &numbers, numbers.count)
    guard count > 0 else { return }
    for number in Set(numbers.prefix(count)) { wake(Int32(number)) }
  }

  private func wake(_ number: Int32) {
    switch number {
    case SIGTSTP:
      stop(group: false)
    case SIGCONT:
      // Others may have written anything meanwhile, and changed the terminal's modes.
      reset_prog_mode()
      if reports.hasMouse { listenToMouse(true) }
      compactor.forget()
      repaint()
      resize()
    default:
      resize()
    }
  }

  private func repaint() {
    thaw_repaint_all()
    refresh()
  }

  private func resize() {
    var (columns, rows): (Int32, Int32) = (0, 0)
    if thaw_window_size(&columns, &rows) { resizeterm(rows, columns) }
    // ncurses may have noticed before us, so its size is no sign that the program knows.
    guard size != announcedSize else { return }
    announcedSize = size
    // Some terminals reflow what they show, so nothing on the screen can be relied on.
    thaw_repaint_all()
    inlet.yield(.resized(size))
  }
}
