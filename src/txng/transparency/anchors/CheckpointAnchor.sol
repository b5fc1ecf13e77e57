// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// The newest checkpoint of each log of each publisher: it grows, or the transaction fails.
contract CheckpointAnchor {
    struct Checkpoint { uint64 size; bytes32 root; }

    /// publisher => SHA-256 of the log's origin => what was anchored last
    mapping(address => mapping(bytes32 => Checkpoint)) public anchored;
    event Anchored(address indexed publisher, bytes32 indexed origin, uint64 size, bytes32 root);

    function anchor(bytes32 origin, uint64 size, bytes32 root) external {
        Checkpoint storage last = anchored[msg.sender][origin];
        if (size == last.size && root == last.root) return; // asked again
        require(size > last.size, "not larger");
        (last.size, last.root) = (size, root);
        emit Anchored(msg.sender, origin, size, root);
    }
}
